//! The nearest of some known names, for "did you mean".

/// The known name that a mistyped one most likely stands for, if any is near enough.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    // A third of the letters may be wrong; a short word has to be nearly right.
    let limit = (name.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_name_is_suggested() {
        assert_eq!(nearest("jsonn", ["text", "jsonl"]), Some("jsonl"));
        assert_eq!(nearest("JSONL", ["text", "jsonl"]), Some("jsonl"));
        assert_eq!(nearest("docx", ["text", "jsonl"]), None);
        assert_eq!(nearest("", ["text"]), None);
    }
}
