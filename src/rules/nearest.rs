//! The nearest of some known names, for "did you mean".

/// The known name that is nearest to a word that is not known, if one is near enough to be meant.
pub fn nearest<'n>(word: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let word = word.to_lowercase();
    let known: Vec<&str> = known.into_iter().collect();
    // `warn` for `warning`: a beginning is meant however much is missing.
    if word.chars().count() >= 3
        && let Some(name) = known.iter().find(|name| name.starts_with(&word))
    {
        return Some(name);
    }
    let best = known.into_iter().map(|name| (strsim::damerau_levenshtein(&word, &name.to_lowercase()), name)).min()?;
    // A third of the letters may differ, and two in a short word.
    (best.0 <= (word.chars().count() / 3).max(2) && best.0 < best.1.chars().count()).then_some(best.1)
}

/// `did you mean x?`, or the list of all that is known if it is short, else nothing.
pub fn did_you_mean<'n>(word: &str, known: impl IntoIterator<Item = &'n str> + Clone) -> Option<String> {
    if let Some(name) = nearest(word, known.clone()) {
        return Some(format!("did you mean `{name}`?"));
    }
    let names: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty() && names.len() <= 40).then(|| format!("known are {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_one_that_may_be_meant() {
        let known = ["severity", "suggest", "source-term"];
        assert_eq!(nearest("severty", known), Some("severity"));
        assert_eq!(nearest("sev", known), Some("severity"));
        assert_eq!(nearest("xyz", known), None);
    }

    #[test]
    fn only_a_near_name_is_suggested() {
        assert_eq!(nearest("jsonn", ["text", "jsonl"]), Some("jsonl"));
        assert_eq!(nearest("JSONL", ["text", "jsonl"]), Some("jsonl"));
        assert_eq!(nearest("docx", ["text", "jsonl"]), None);
        assert_eq!(nearest("", ["text"]), None);
    }
}
