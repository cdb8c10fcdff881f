//! The rules of a run by id, for reports that say more of them than their findings do.

use crate::rules::string::Str;
use crate::rules::{Rule, RuleIndex, RuleSet};
use std::collections::HashMap;
use std::sync::Arc;

/// Rules by their ids.
pub(super) struct Rulebook {
    rules: Arc<RuleSet>,
    by_id: HashMap<Str, RuleIndex>,
}

impl Rulebook {
    pub(super) fn new(rules: &Arc<RuleSet>) -> Self {
        let by_id = (0..).zip(&rules.rules).map(|(index, rule)| (rule.id.clone(), index)).collect();
        Rulebook { rules: rules.clone(), by_id }
    }

    /// The rule of this id; `None` for one that no rule file is known of.
    pub(super) fn get(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).map(|&index| &self.rules.rules[index as usize])
    }
}
