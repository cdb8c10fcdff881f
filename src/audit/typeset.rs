//! A replacement in the typography of what it replaces: its quotation marks, and its line breaks.

use crate::rules::normal::{Normal, normal_char};

/// The replacement of `old`, a part of a text as it stands there.
///
/// Rules see one apostrophe, one quotation mark, one hyphen and no line breaks. Where the old text has as many of
/// a sign as the new one, they are written as they were; a line that was wrapped inside the old text is wrapped
/// inside the new one, so that the lines after it stay where they are.
pub(super) fn like(old: &str, new: &str) -> String {
    let signed = ['\'', '"', '-'].into_iter().fold(new.to_owned(), |text, sign| signs(old, text, sign));
    let made = breaks(old, signed);
    // A rule about the signs themselves means what it says.
    if made == old { new.to_owned() } else { made }
}

/// The text with each `sign` written as its counterpart in `old`, if the two have equally many.
fn signs(old: &str, text: String, sign: char) -> String {
    let is_sign = |c: &char| *c == sign || normal_char(*c) == Normal::To(sign);
    let written: Vec<char> = old.chars().filter(is_sign).collect();
    if written.iter().all(|c| *c == sign) || text.matches(sign).count() != written.len() {
        return text;
    }
    let mut written = written.into_iter();
    text.chars().map(|c| if c == sign { written.next().unwrap_or(c) } else { c }).collect()
}

/// The text with the line breaks of `old` at the spaces that come as late, or at the last ones.
fn breaks(old: &str, text: String) -> String {
    if !old.contains('\n') {
        return text;
    }
    let (old_gaps, gaps) = (gaps(old), gaps(&text));
    let mut broken = String::with_capacity(text.len());
    let mut at = 0;
    // The last line break goes to the last space at the latest, the one before to the space before.
    let breaks: Vec<_> = old_gaps.iter().enumerate().filter(|(_, gap)| old[gap.0..gap.1].contains('\n')).collect();
    let mut next = 0;
    for (index, &(number, &(from, to))) in breaks.iter().enumerate() {
        let still_to_come = breaks.len() - index;
        let latest = gaps.len().saturating_sub(still_to_come);
        let chosen = number.min(latest).max(next);
        let Some(&(start, end)) = gaps.get(chosen) else { break };
        broken.push_str(&text[at..start]);
        broken.push_str(&old[from..to]);
        at = end;
        next = chosen + 1;
    }
    broken.push_str(&text[at..]);
    broken
}

/// The runs of white space between words, as byte ranges.
fn gaps(text: &str) -> Vec<(usize, usize)> {
    let mut gaps = Vec::new();
    let mut from = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    while let Some(start) = text.get(from..end).and_then(|rest| rest.find(char::is_whitespace)) {
        let start = from + start;
        let rest = &text[start..end];
        from = end - rest.trim_start().len();
        gaps.push((start, from));
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_are_written_as_they_were() {
        assert_eq!(like("Kim’s honorary visit", "Kim's courtesy call"), "Kim’s courtesy call");
        assert_eq!(like("“when met” in", "\"when he was met\" in"), "“when he was met” in");
        assert_eq!(like("co‑operate well", "co-act well"), "co‑act well");
        // Not as many: nobody knows which is which.
        assert_eq!(like("“already", "\"already\""), "\"already\"");
    }

    #[test]
    fn a_rule_about_the_signs_themselves_means_what_it_says() {
        assert_eq!(like("Kim’s", "Kim's"), "Kim's");
        assert_eq!(like("a\nb", "a b"), "a b");
        assert_eq!(like("\"x\"", "“x”"), "“x”");
    }

    #[test]
    fn a_wrapped_line_stays_wrapped() {
        assert_eq!(like("honorary\nvisit", "courtesy call"), "courtesy\ncall");
        assert_eq!(like("an\r\n honorary visit", "a courtesy call"), "a\r\n courtesy call");
        assert_eq!(like("one two three\nfour", "a b"), "a\nb");
        assert_eq!(like("one\ntwo\nthree four", "a b"), "a\nb");
        assert_eq!(like("one\ntwo", "word"), "word");
        assert_eq!(like("  \n ", " "), " ");
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_and_signs_changes(old in "[ab '’\"“\n-]{0,12}", new in "[xy '\"-]{0,12}") {
            let plain = |text: &str| -> String {
                text.chars().filter(|c| !c.is_whitespace()).map(|c| match normal_char(c) {
                    Normal::To(to) => to,
                    _ => c,
                }).collect()
            };
            prop_assert_eq!(plain(&like(&old, &new)), plain(&new));
        }
    }
}
