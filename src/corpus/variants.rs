//! Which of several forms of one name to use, and which uses deviate from it.

use super::evidence::{FormUses, Group, Sample};
use std::sync::Arc;

/// What the uses of the forms of one name come to.
#[derive(Debug)]
pub struct Judgement<'g> {
    /// The form to use.
    pub form: &'g Arc<str>,
    /// Its uses.
    pub uses: &'g FormUses,
    /// The other forms that were used, with their uses, in order of their first place.
    pub deviating: Vec<(&'g Arc<str>, &'g FormUses)>,
}

/// Judges a group: `None` if it keeps to one form. The form to use is the preferred one if it is used, else the
/// one used most, else the one used first.
pub fn judge<'g>(group: &'g Group, preferred: Option<&str>) -> Option<Judgement<'g>> {
    if group.forms.len() < 2 {
        return None;
    }
    let place = |uses: &'g FormUses| uses.samples.first().map(|sample: &Sample| &sample.site.place);
    let (form, uses) = group
        .forms
        .iter()
        .find(|(form, _)| Some(&***form) == preferred)
        .or_else(|| group.forms.iter().min_by_key(|(_, uses)| (std::cmp::Reverse(uses.count), place(uses))))?;
    let mut deviating: Vec<_> = group.forms.iter().filter(|(other, _)| *other != form).collect();
    deviating.sort_by_key(|(_, uses)| place(uses));
    Some(Judgement { form, uses, deviating })
}
