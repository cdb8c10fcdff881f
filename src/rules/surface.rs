//! Parameters of the checks that look at signs, dates, pairs, articles and numbers. The keys of a rule are these fields.

use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rule about signs, dates, pairs, articles or numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SurfaceRule {
    /// See [`Mojibake`].
    Mojibake(Mojibake),
    /// See [`Calendar`].
    Calendar(Calendar),
    /// See [`Pairs`].
    Pairs(Pairs),
    /// See [`ArticleRule`].
    Article(ArticleRule),
    /// See [`NumberStyle`].
    NumberStyle(NumberStyle),
}

/// Parameters of `check = "mojibake"`: UTF-8 that was read in another encoding, with its repair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct Mojibake {
    /// What the text may have been read as, by the labels of the Encoding Standard.
    pub encodings: Vec<Str>,
}

/// Parameters of `check = "calendar"`: days that no calendar has, and weekdays that were others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct Calendar {
    /// `day`: days that a month does not have. `weekday`: a weekday that the date did not fall on.
    pub class: CalendarClass,
    /// The twelve months, alternatives separated by ` | `.
    pub months: Vec<Str>,
    /// The seven weekdays from Monday on, alternatives separated by ` | `.
    pub weekdays: Vec<Str>,
    /// Endings of ordinal numbers ("31st").
    pub ordinals: Vec<Str>,
    /// Words that may stand between the parts of a date.
    pub between: Vec<Str>,
    /// Words before a month that make the number behind it a day ("on February 30 people").
    pub announced_by: Vec<Str>,
    /// The signs behind the year, the month and the day, where dates are written so; weekdays are looked for behind them.
    pub signs: Vec<Str>,
}

/// What is wrong with a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarClass {
    /// A day that the month does not have.
    #[default]
    Day,
    /// A weekday that the date did not fall on.
    Weekday,
}

/// Parameters of `check = "pairs"`: a quotation mark or bracket without its other half.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct Pairs {
    /// `quotation` or `bracket`: marks without their other half; `glued`, `floating`, `reversed`, `turned`: quotation marks
    /// that stand as they are not turned.
    pub class: PairsClass,
    /// Which half is missing where the rule speaks: `opening` or `closing`; without it either.
    pub missing: Option<Half>,
}

/// One half of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Half {
    /// The mark that opens.
    Opening,
    /// The mark that closes.
    Closing,
}

/// Which marks are paired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PairsClass {
    /// Quotation marks, double ones.
    #[default]
    Quotation,
    /// Round and square brackets.
    Bracket,
    /// Double quotation marks between two words, without a space on either side.
    Glued,
    /// Double quotation marks with a space on either side.
    Floating,
    /// Curly double quotation marks that are turned against their place.
    Reversed,
    /// Double quotation marks that open a quotation and touch the word before it.
    Turned,
}

/// Parameters of `check = "article"`: the form of the indefinite article that the next word does not take. The forms, and
/// what decides between them, are the `article` of the language file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct ArticleRule {
    /// Words that follow the letter rather than the article ("and", "is"), in lower case.
    pub skip: Vec<Str>,
    /// Words behind which the letter is a label ("hepatitis"), in lower case.
    pub labelled: Vec<Str>,
    /// Beginnings of words before which both forms are written ("histor").
    pub either: Vec<Str>,
    /// Acronyms that begin with the sound of a vowel; of acronyms only listed ones are judged.
    pub vowel_acronyms: Vec<Str>,
    /// Acronyms that begin with the sound of a consonant.
    pub consonant_acronyms: Vec<Str>,
    /// Numbers whose reading begins with a vowel; `8*` is all that begin with an 8.
    pub vowel_numbers: Vec<Str>,
}

/// Parameters of `check = "number-style"`: numbers whose thousands are set apart in one place and not in another of the
/// same document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct NumberStyle {
    /// Words before a number that is a name ("room"), in lower case.
    pub labelled: Vec<Str>,
}

impl Default for Mojibake {
    fn default() -> Self {
        Mojibake { encodings: vec!["windows-1252".into()] }
    }
}

impl SurfaceRule {
    /// What its messages may tell beside the match and the suggestion.
    pub fn holes(&self) -> &'static [&'static str] {
        match self {
            SurfaceRule::Calendar(parameters) if parameters.class == CalendarClass::Weekday => &["weekday"],
            _ => &[],
        }
    }
}
