//! Which of several forms of one name to use, and which uses deviate from it.

use super::evidence::{FormUses, Group, Sample};
use crate::rules::string::Str;
use crate::source::Place;
use std::cmp::Reverse;

/// What the uses of the forms of one name come to.
#[derive(Debug)]
pub struct Judgement<'g> {
    /// The form to use.
    pub form: &'g str,
    /// Its uses, if it is used.
    pub uses: Option<&'g FormUses>,
    /// The other forms that were used, with their uses, in order of their first place.
    pub deviating: Vec<(&'g Str, &'g FormUses)>,
}

/// Judges a group: `None` if it keeps to one form. The form to use is the preferred one if it is used, else the
/// one of most documents, else the one used most, else the one used first.
pub fn judge<'g>(group: &'g Group, preferred: Option<&str>) -> Option<Judgement<'g>> {
    if group.forms.len() < 2 {
        return None;
    }
    let (form, uses) = group.forms.iter().find(|(form, _)| Some(&***form) == preferred).or_else(|| {
        group.forms.iter().min_by_key(|(_, uses)| (Reverse(uses.documents), Reverse(uses.count), place(uses)))
    })?;
    Some(Judgement { form, uses: Some(uses), deviating: others(group, form) })
}

/// Judges a group by a form that is to be used whatever the group uses: `None` if it uses no other.
pub fn judge_by_house<'g>(group: &'g Group, form: Option<&'g str>) -> Option<Judgement<'g>> {
    let form = form?;
    let deviating = others(group, form);
    (!deviating.is_empty()).then(|| Judgement { form, uses: group.forms.get(form), deviating })
}

/// The other forms with their uses, in order of their first place.
fn others<'g>(group: &'g Group, form: &str) -> Vec<(&'g Str, &'g FormUses)> {
    let mut others: Vec<_> = group.forms.iter().filter(|(other, _)| &***other != form).collect();
    others.sort_by_key(|(_, uses)| place(uses));
    others
}

fn place(uses: &FormUses) -> Option<&Place> {
    uses.samples.first().map(|sample: &Sample| &sample.site.place)
}
