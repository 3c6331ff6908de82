use std::borrow::Cow;

/// A text derived from another one, which knows for each byte where it came from.
pub(crate) struct Mapped<'t> {
    pub(crate) text: Cow<'t, str>,
    /// For each byte the original character's start and end; `None` while nothing was changed.
    origins: Option<Vec<(u32, u32)>>,
}

impl<'t> Mapped<'t> {
    pub(crate) fn plain(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), origins: None }
    }

    /// The original stretch behind `start..end` of this text.
    pub(crate) fn origin(&self, start: usize, end: usize) -> (usize, usize) {
        let Some(origins) = &self.origins else { return (start, end) };
        let first = origins.get(start).map_or(0, |o| o.0 as usize);
        let last = end.checked_sub(1).and_then(|i| origins.get(i)).map_or(first, |o| o.1 as usize);
        (first, last.max(first))
    }
}

/// Builds a derived text character by character.
pub(crate) struct Deriving<'p> {
    parent: &'p Mapped<'p>,
    text: String,
    origins: Vec<(u32, u32)>,
}

impl<'p> Deriving<'p> {
    pub(crate) fn from(parent: &'p Mapped<'p>) -> Self {
        let capacity = parent.text.len();
        Self { parent, text: String::with_capacity(capacity), origins: Vec::with_capacity(capacity) }
    }

    /// Adds `c`, which stands for `start..end` of the parent.
    pub(crate) fn push(&mut self, c: char, start: usize, end: usize) {
        let (first, last) = self.parent.origin(start, end);
        let origin = (narrow(first), narrow(last));
        self.text.push(c);
        self.origins.extend(std::iter::repeat_n(origin, c.len_utf8()));
    }

    pub(crate) fn finish(self) -> Mapped<'static> {
        Mapped { text: Cow::Owned(self.text), origins: Some(self.origins) }
    }
}

/// Offsets are kept in 32 bits; a text of 4 GiB never reaches the detector, and would only lose precision.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Undoes what hides a value from a reader of ASCII: invisible characters, full-width and foreign digits,
/// typographic dashes and spaces, styled letters.
pub(crate) fn fold(text: &str) -> Mapped<'_> {
    if text.is_ascii() {
        return Mapped::plain(text);
    }
    let plain = Mapped::plain(text);
    let mut folded = Deriving::from(&plain);
    for (start, c) in text.char_indices() {
        if let Some(seen) = seen_as(c) {
            folded.push(seen, start, start + c.len_utf8());
        }
    }
    folded.finish()
}

/// The character a reader sees; `None` for an invisible one.
fn seen_as(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => None,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{2043}' | '\u{30fc}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{2bc}' => Some('\''),
        '\u{201c}' | '\u{201d}' | '\u{2033}' => Some('"'),
        '\u{80}'..='\u{24f}' => Some(c),
        _ => Some(digit(c).or_else(|| compatible(c)).unwrap_or(c)),
    }
}

/// Decimal digits of other scripts, by the code point of their zero.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 16] =
        [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0];
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// The one ASCII character that a styled or full-width form is compatible with.
fn compatible(c: char) -> Option<char> {
    let mut only = None;
    let mut count = 0;
    unicode_normalization::char::decompose_compatible(c, |part| {
        count += 1;
        only = Some(part);
    });
    only.filter(|part| count == 1 && part.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text).text, expected, "{text}");
    }

    #[test]
    fn hidden_forms_become_plain() {
        check("4\u{200b}11\u{200b}1", "4111");
        check("\u{ff11}\u{ff12}\u{ff13}", "123");
        check("123\u{2013}45\u{a0}6789", "123-45 6789");
        check("\u{0967}\u{0968}", "12");
        check("Zoë", "Zoë");
    }

    #[test]
    fn a_stretch_maps_back_without_trailing_invisible_characters() {
        let text = "né \u{ff11}\u{200b}\u{ff12}\u{200b} ok";
        let folded = fold(text);

        let start = folded.text.find("12").unwrap();
        let (first, last) = folded.origin(start, start + 2);

        assert_eq!(&text[first..last], "\u{ff11}\u{200b}\u{ff12}");
    }
}
