//! What a document calls things, kept small until its corpus has ended: most of it is never looked at again, because all
//! documents say the same.

use super::Auditor;
use super::resolve::{self, Resolver};
use crate::checks::{Claim, Found};
use crate::corpus::{Evidence, GroupKey, Ledger, Reach, Sample, Weighed};
use crate::document::Item;
use crate::finding::{FingerprintSeed, Site};
use crate::rules::RuleIndex;
use crate::rules::string::Str;
use crate::source::{Layer, Place, Region, Span, TextIndex};
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What a document, or a window of one, calls things.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Claims {
    of: Context,
    /// The fields that they are from.
    fields: Vec<Text>,
    /// What their places are escaped in.
    layers: Vec<Option<Vec<Layer>>>,
    claims: Vec<Kept>,
    /// The words of all claims, one behind the other, and how long each of them is.
    words: String,
    lengths: Vec<u32>,
}

/// What all claims of a document have in common.
#[derive(Debug, Serialize, Deserialize)]
struct Context {
    file: Arc<str>,
    member: Option<Arc<str>>,
    document: Arc<str>,
    key: Arc<str>,
    item: Option<Arc<Item>>,
    /// The language that it was audited in, and the code that the rule files have for it.
    lang: Option<Arc<str>>,
    language: Str,
    dated: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Text {
    /// Index of the field in its document.
    index: u32,
    name: Arc<str>,
    text: Arc<str>,
    base_chars: u64,
}

/// A claim without its words.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Kept {
    rule: RuleIndex,
    /// Digests of what is called so and of how.
    topic: u64,
    form: u64,
    count: u64,
    /// Index among the fields that are kept, and the place in it.
    field: u32,
    span: Span,
    region: Region,
    bytes: (u64, u64),
    /// Index among the layers.
    layers: u32,
    /// Where its words begin, and their lengths; how many of them stand before and after it, for the fingerprint.
    words: u32,
    lengths: u32,
    before: u8,
    after: u8,
}

impl Claims {
    /// The claims of a document; none if it makes none.
    pub(super) fn of(resolver: &Resolver<'_>, found: &Found) -> Option<Self> {
        let fields = &resolver.scope().fields;
        let mut open = found.claims.iter().filter(|one| !fields[one.field].is_opaque(one.view)).peekable();
        open.peek()?;
        let document = resolver.scope().document;
        let of = Context {
            file: document.raw.file().clone(),
            member: document.raw.member().cloned(),
            document: document.id.clone(),
            key: document.key.clone(),
            item: document.item.clone(),
            lang: resolver.lang().cloned(),
            language: resolver.language().map(|language| language.code.clone()).unwrap_or_default(),
            dated: resolver.is_dated(),
        };
        let (fields, layers, words) = (Vec::new(), Vec::new(), String::new());
        let mut claims = Claims { of, fields, layers, claims: Vec::new(), words, lengths: Vec::new() };
        open.for_each(|claim| claims.add(resolver, claim));
        Some(claims)
    }

    fn add(&mut self, resolver: &Resolver<'_>, claim: &Claim) {
        let document = resolver.scope().document;
        let of = &document.fields[claim.field];
        let place = document.raw.place(of.map.raw(claim.span));
        let words = resolver.words_around(claim.field, claim.view);
        let (start, number) = (self.words.len() as u32, self.lengths.len() as u32);
        let all = [&*claim.topic, &*claim.form, words.text].into_iter().chain(words.before.iter().copied());
        for word in all.chain(words.after.iter().copied()) {
            self.words += word;
            self.lengths.push(word.len() as u32);
        }
        self.claims.push(Kept {
            rule: claim.rule,
            topic: digest(&(claim.rule, &*self.of.language, &*claim.topic)),
            form: digest(&*claim.form),
            count: claim.count,
            field: position(
                &mut self.fields,
                |field| field.index == claim.field as u32,
                || Text {
                    index: claim.field as u32,
                    name: of.name.clone(),
                    text: of.text.clone(),
                    base_chars: of.base_chars,
                },
            ),
            span: claim.span,
            region: place.region(),
            bytes: (place.byte_start, place.byte_end),
            layers: {
                let layers = resolver.layers(claim.field, claim.span);
                position(&mut self.layers, |known| *known == layers, || layers.clone())
            },
            words: start,
            lengths: number,
            before: words.before.len() as u8,
            after: words.after.len() as u8,
        });
    }

    /// Counts the forms.
    pub(super) fn count(&self, ledger: &mut Ledger) {
        self.claims.iter().for_each(|claim| ledger.form(claim.topic, claim.form));
    }

    /// Adds to the evidence of a corpus what was called so that somebody may have something to say of it.
    pub(super) fn unpack(
        &self,
        auditor: &Auditor,
        reach: &Reach,
        is_open: impl Fn(u64) -> bool,
        evidence: &mut Evidence,
    ) {
        let mut indexes: Vec<Option<TextIndex>> = self.fields.iter().map(|_| None).collect();
        for claim in self.claims.iter().filter(|claim| is_open(claim.topic)) {
            let words = self.words_of(claim);
            let [topic, form, text, around @ ..] = &words[..] else { continue };
            let rule = &auditor.rule(claim.rule).id;
            let language = self.of.language.clone();
            let key = GroupKey { reach: reach.clone(), rule: rule.clone(), language, topic: (*topic).into() };
            let sample = || {
                let (before, after) = around.split_at(usize::from(claim.before).min(around.len()));
                let seed = FingerprintSeed::new(&self.of.key, rule, text, before, after);
                Sample {
                    site: self.site(claim, &mut indexes),
                    seed,
                    layers: self.layers[claim.layers as usize].clone(),
                    dated: self.of.dated,
                }
            };
            evidence.add_uses(key, &(*form).into(), claim.count, true, sample);
        }
    }

    /// What is called so and how, the normalised text, and the words before and after it.
    fn words_of(&self, claim: &Kept) -> Vec<&str> {
        let mut rest = &self.words[claim.words as usize..];
        let all = 3 + usize::from(claim.before) + usize::from(claim.after);
        let lengths = self.lengths.iter().skip(claim.lengths as usize).take(all);
        let cut = |length: &u32| {
            let (word, behind) = rest.split_at(*length as usize);
            rest = behind;
            word
        };
        lengths.map(cut).collect()
    }

    /// The place of a claim, as if its document were still there.
    fn site(&self, claim: &Kept, indexes: &mut [Option<TextIndex>]) -> Site {
        let (span, region, number) = (claim.span, claim.region, claim.field as usize);
        let field = &self.fields[number];
        let index = indexes[number].get_or_insert_with(|| TextIndex::of(&field.text));
        let characters = |offset: usize| field.base_chars + u64::from(index.counts(&field.text, offset).0);
        let place = Place {
            file: self.of.file.clone(),
            member: self.of.member.clone(),
            line: region.line,
            column: region.column,
            end_line: region.end_line,
            end_column: region.end_column,
            utf8_column: region.utf8_column,
            utf8_end_column: region.utf8_end_column,
            byte_start: claim.bytes.0,
            byte_end: claim.bytes.1,
        };
        Site {
            place,
            document: self.of.document.clone(),
            item: self.of.item.clone(),
            lang: self.of.lang.clone(),
            field: field.name.clone(),
            start: characters(span.start()),
            end: characters(span.end()),
            text: field.text[span.range()].to_owned(),
            excerpt: resolve::excerpt(&field.text, span),
        }
    }
}

impl Weighed for Claims {
    fn weight(&self) -> usize {
        let texts: usize = self.fields.iter().map(|field| 80 + field.text.len()).sum();
        300 + texts + size_of::<Kept>() * self.claims.len() + self.words.len() + 4 * self.lengths.len()
    }
}

/// Where in a short list that is, which is added if it is not there.
pub(super) fn position<T>(all: &mut Vec<T>, is_it: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> u32 {
    let at = all.iter().position(is_it).unwrap_or_else(|| {
        all.push(new());
        all.len() - 1
    });
    at as u32
}

fn digest(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Settings;
    use crate::document::{Document, Field, FieldKind};
    use crate::source::RawText;

    #[test]
    fn what_waited_says_what_the_document_said() {
        let rules = Arc::new(crate::embedded::builtin());
        let of_corpus = |(_, rule): &(RuleIndex, &crate::rules::Rule)| rule.id.starts_with("any/corpus/");
        let active: Vec<_> = (0..).zip(&rules.rules).filter(of_corpus).map(|(index, _)| index).collect();
        let auditor = Auditor::new(rules.clone(), &active, Settings { corpus: true, ..Settings::default() });
        let text = "Zoë saw it.\n\nOn day four Kang Jun-ho of the National Harbour Authority (NHA) met Ana Peña there. It \
            rained, and nobody came to the show that day.";
        let raw = RawText::whole("a.txt", text);
        let field = Field::copied("text", FieldKind::Body, &raw, Span::new(0, text.len()));
        let document =
            Document { lang: Some("en".into()), fields: vec![field], ..Document::of_file(raw.into(), "a".into()) };
        let claims = auditor.audit_window(&document).claims.pop().unwrap();
        let waited: Claims = postcard::from_bytes(&postcard::to_stdvec(&claims).unwrap()).unwrap();
        let unpacked = |claims: &Claims, open: &dyn Fn(u64) -> bool| {
            let mut evidence = Evidence::default();
            claims.unpack(&auditor, &Reach::Corpus, open, &mut evidence);
            evidence
        };
        let said = unpacked(&claims, &|_| true);
        assert_eq!(said, unpacked(&waited, &|_| true));
        assert!(unpacked(&waited, &|_| false).is_empty());
        let samples = said.groups().flat_map(|(_, group)| group.forms.values()).flat_map(|uses| &uses.samples);
        let texts: Vec<&str> = samples.map(|sample| &*sample.site.text).collect();
        // As the body of an acronym, and as names.
        let names = ["Ana Peña", "Kang Jun-ho", "National Harbour Authority"];
        assert_eq!(texts, [&["National Harbour Authority"], &names[..]].concat());
        for sample in said.groups().flat_map(|(_, group)| group.forms.values()).flat_map(|uses| &uses.samples) {
            let site = &sample.site;
            assert_eq!(text[site.place.byte_start as usize..site.place.byte_end as usize], site.text);
            let shown: String = text.chars().skip(site.start as usize).take((site.end - site.start) as usize).collect();
            assert_eq!((&*shown, site.place.line), (&*site.text, 3));
            assert_eq!(&site.excerpt.text[site.excerpt.start as usize..site.excerpt.end as usize], site.text);
        }
        // One of the topics is open.
        let open = claims.claims[0].topic;
        assert_eq!(unpacked(&claims, &|topic| topic == open).groups().count(), 1);
    }
}
