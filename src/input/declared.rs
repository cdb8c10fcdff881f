//! The encoding that an XML file or an HTML page says it is in.

/// Bytes that are looked at, as many as the HTML standard asks for.
const LOOKED_AT: usize = 1024;

/// The label in `<?xml encoding="…"?>` or `<meta charset=…>` at the start of a file, whose bytes are ASCII there.
pub(super) fn declared(head: &[u8]) -> Option<String> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let head = String::from_utf8_lossy(&head[..head.len().min(LOOKED_AT)]).to_ascii_lowercase();
    let head = head.trim_start();
    if let Some(rest) = head.strip_prefix("<?xml") {
        let declaration = &rest[..rest.find("?>")?];
        return value(&declaration[declaration.find("encoding")? + "encoding".len()..]);
    }
    if !head.starts_with('<') {
        return None;
    }
    // `<meta charset=…>`, or `<meta … content="text/html; charset=…">`.
    head.match_indices("<meta").find_map(|(at, _)| {
        let tag = &head[at..at + head[at..].find('>')?];
        value(&tag[tag.find("charset")? + "charset".len()..])
    })
}

/// The value behind `=`, with quotation marks or without.
fn value(text: &str) -> Option<String> {
    let value = text.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|char: char| char.is_whitespace() || matches!(char, '"' | '\'' | ';' | '/' | '>'));
    let value = &value[..end.unwrap_or(value.len())];
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_found_at_the_start_only() {
        let of = |head: &str| declared(head.as_bytes()).unwrap_or_default();
        assert_eq!(of("<?xml version='1.0' encoding='Windows-1251' standalone='yes'?><rss>"), "windows-1251");
        assert_eq!(of("\u{FEFF}<?xml version=\"1.0\" encoding = \"UTF-8\"?>"), "utf-8");
        assert_eq!(of("<!doctype html><META name=x><meta CHARSET=gbk><p>"), "gbk");
        assert_eq!(of("<html><meta http-equiv=x content=\"text/html; charset=euc-kr\">"), "euc-kr");
        for none in ["", "text <meta charset=gbk>", "<?xml version='1.0'?><a encoding='gbk'>", "<?xml encoding='gbk'"] {
            assert_eq!(of(none), "", "{none}");
        }
    }
}
