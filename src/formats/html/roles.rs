//! What each element of HTML means for the text of a page.

/// What becomes of the text of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Text of the sentence around it.
    Inline,
    /// Paragraphs of their own.
    Block,
    /// A heading: a paragraph, and title text for rules.
    Heading,
    /// The headline of the page.
    MainHeading,
    /// A story: headers and footers in it belong to it.
    Story,
    /// A header or a footer: of the site, unless a story is around it.
    Banner,
    /// What a picture shows.
    Caption,
    /// Stands for one object in a sentence: code, a formula, a picture.
    Object,
    /// A superscript: a number in it is that of a note and no word.
    Raised,
    /// No text of the page: scripts, menus, forms.
    Skipped,
    /// A line break.
    Break,
    /// A picture.
    Picture,
    /// The title of the page.
    PageTitle,
    /// Has no text and no end.
    Void,
}

/// The role of an element by its name in lower case. What is unknown is inline.
///
/// Elements of NITF are known as well; they have names of their own where they differ from HTML.
pub(super) fn role(name: &str) -> Role {
    match name {
        "abstract" | "block" | "body.content" | "hedline" | "media" => Role::Block,
        "hl1" | "hl2" => Role::Heading,
        "media-caption" => Role::Caption,
        "byline" | "dateline" | "distributor" | "media-metadata" | "media-object" | "media-producer"
        | "media-reference" => Role::Skipped,
        "address" | "blockquote" | "body" | "caption" | "center" | "dd" | "details" | "div" | "dl" | "dt"
        | "fieldset" | "figure" | "form" | "head" | "hgroup" | "html" | "legend" | "li" | "ol" | "p" | "section"
        | "summary" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" | "ul" => Role::Block,
        "h1" => Role::MainHeading,
        "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "article" | "main" => Role::Story,
        "header" | "footer" => Role::Banner,
        "figcaption" => Role::Caption,
        "code" | "kbd" | "samp" | "tt" | "var" | "math" | "svg" | "canvas" | "object" | "video" | "audio" => {
            Role::Object
        }
        "sup" => Role::Raised,
        "script" | "style" | "pre" | "nav" | "aside" | "menu" | "template" | "noscript" | "noframes" | "noembed"
        | "iframe" | "button" | "select" | "datalist" | "textarea" | "xmp" | "plaintext" | "listing" | "dialog"
        | "search" | "map" | "rt" | "rp" => Role::Skipped,
        "br" => Role::Break,
        "img" => Role::Picture,
        "title" => Role::PageTitle,
        "hr" | "area" | "base" | "col" | "embed" | "input" | "link" | "meta" | "param" | "source" | "track" | "wbr" => {
            Role::Void
        }
        _ => Role::Inline,
    }
}

/// Whether the values that an ARIA role has are those of menus and the like.
pub(super) fn is_menu(role: &str) -> bool {
    ["navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alert"]
        .iter()
        .any(|menu| role.trim().eq_ignore_ascii_case(menu))
}

/// Whether a style hides its element.
pub(super) fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|char| !char.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
