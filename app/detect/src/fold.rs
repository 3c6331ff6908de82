use crate::steps::{Step, is_on};

pub(crate) use crate::mapped::{Deriving, Mapped};

/// Undoes what hides a value from a reader of ASCII: invisible and combining characters, full-width and
/// foreign digits, typographic dashes and spaces, styled letters, letters of other scripts that look Latin.
/// `None` when nothing is to be undone.
pub(crate) fn fold<'p>(parent: &'p Mapped<'p>) -> Option<Mapped<'static>> {
    let text: &str = &parent.text;
    let mut change = changes(text);
    let first = change.next()?;
    let mut folded = Deriving::from(parent);
    let mut kept_from = 0;
    for (at, c, seen) in std::iter::once(first).chain(change) {
        let after = at + c.len_utf8();
        folded.copy(kept_from, at);
        kept_from = after;
        if let Some(seen) = seen {
            folded.push(seen, at, after);
        }
    }
    folded.copy(kept_from, text.len());
    Some(folded.finish())
}

/// The characters that are seen as something else, or not at all, with their places.
fn changes(text: &str) -> impl Iterator<Item = (usize, char, Option<char>)> {
    let bytes = text.as_bytes();
    let is_ascii_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let (mut at, mut word_end) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            at += ascii_run(bytes.get(at..)?);
            if at >= word_end {
                word_end = at + foreign_letters(bytes.get(at..)?);
                let touches = || (at > 0 && is_ascii_letter(at - 1)) || is_ascii_letter(word_end);
                // A word of its own script passes for nothing Latin.
                if word_end > at && !touches() {
                    at = word_end;
                    continue;
                }
            }
            let place = at;
            let c = text.get(place..)?.chars().next()?;
            at += c.len_utf8();
            if is_plain(c) {
                continue;
            }
            let before = text.get(..place)?.chars().next_back();
            let seen = seen_as(c, before, bytes.get(at).copied());
            if seen != Some(c) {
                return Some((place, c, seen));
            }
        }
    })
}

/// How many bytes of Greek or Cyrillic letters come first.
fn foreign_letters(bytes: &[u8]) -> usize {
    2 * bytes.iter().step_by(2).take_while(|byte| matches!(byte, 0xce..=0xd1)).count()
}

/// How many bytes of ASCII come first, looked for eight at a time.
fn ascii_run(bytes: &[u8]) -> usize {
    const FOREIGN: u64 = u64::from_le_bytes([0x80; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let foreign = u64::from_le_bytes(*word) & FOREIGN;
        if foreign != 0 {
            return place * 8 + foreign.trailing_zeros() as usize / 8;
        }
    }
    words.len() * 8 + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

/// Letters of scripts that have nothing to undo and no Latin look-alikes that matter.
fn is_plain(c: char) -> bool {
    matches!(
        c,
        '\u{c0}'..='\u{24f}'
            | '\u{5d0}'..='\u{5ea}'
            | '\u{620}'..='\u{64a}'
            | '\u{904}'..='\u{939}'
            | '\u{e01}'..='\u{e3a}'
            | '\u{3041}'..='\u{30fa}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
    )
}

/// The character a reader sees of one that is not plain; `None` for one that shows nothing of its own.
fn seen_as(c: char, before: Option<char>, after: Option<u8>) -> Option<char> {
    match c {
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' => {
            is_kept_mark(before).then_some(c)
        }
        '\u{370}'..='\u{556}' => Some(lookalike(c, before, after).unwrap_or(c)),
        _ if is_invisible(c) => Some(c).filter(|_| !is_on(Step::Invisible)),
        '\u{2000}'..='\u{206f}' => Some(punctuation(c).unwrap_or(c)),
        _ if !c.is_alphanumeric() => Some(punctuation(c).unwrap_or(c)),
        _ => Some(digit(c).or_else(|| compatible(c)).unwrap_or(c)),
    }
}

/// A mark over a letter of another script is spelling; over an ASCII character or nothing it is disguise.
fn is_kept_mark(before: Option<char>) -> bool {
    let is_spelling = before.is_some_and(|b| !b.is_ascii() && b.is_alphabetic());
    is_spelling || !is_on(Step::Combining)
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e01ef}'
    )
}

fn punctuation(c: char) -> Option<char> {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{2800}' => {
            Some(' ').filter(|_| is_on(Step::Blanks))
        }
        '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2e3a}'..='\u{2e3b}'
        | '\u{301c}'
        | '\u{3030}'
        | '\u{fe31}'..='\u{fe32}'
        | '\u{fe58}'
        | '\u{2043}'
        | '\u{2022}'
        | '\u{b7}'
        | '\u{2027}'
        | '\u{2219}'
        | '\u{30fb}'
        | '\u{58a}'
        | '\u{5be}' => Some('-').filter(|_| is_on(Step::Dashes)),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => Some('\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => Some('"'),
        '\u{2044}' | '\u{2215}' => Some('/'),
        '\u{2024}' | '\u{3002}' => Some('.'),
        '\u{2236}' | '\u{a789}' => Some(':'),
        '\u{80}'..='\u{2ff}' => None,
        _ => compatible(c),
    }
}

/// Decimal digits of other scripts, by the code point of their zero.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 21] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
        0x1946, 0x19d0, 0x1a80,
    ];
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10).filter(|_| is_on(Step::ForeignDigits))
}

/// The one ASCII character that a styled or full-width form is compatible with (NFKC).
fn compatible(c: char) -> Option<char> {
    let mut only = None;
    let mut count = 0;
    unicode_normalization::char::decompose_compatible(c, |part| {
        count += 1;
        only = Some(part);
    });
    only.filter(|part| count == 1 && part.is_ascii() && is_on(Step::Compatible))
}

/// The Latin letter that a Greek or Cyrillic one passes for, where it touches ASCII letters or digits.
fn lookalike(c: char, before: Option<char>, after: Option<u8>) -> Option<char> {
    const PAIRS: &str = "АAВBЕEКKМMНHОOРPСCТTУYХXЅSІIЈJаaеeоoрpсcуyхxіiјjѕsԁdԛqԝwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaρp";
    let touches = before.is_some_and(|b| b.is_ascii_alphanumeric()) || after.is_some_and(|b| b.is_ascii_alphanumeric());
    if !touches || !is_on(Step::Lookalikes) {
        return None;
    }
    let at = PAIRS.find(c)?;
    PAIRS.get(at + c.len_utf8()..)?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let plain = Mapped::plain(text);
        let folded = fold(&plain).map(|folded| folded.text.into_owned());

        assert_eq!(folded.as_deref().unwrap_or(text), expected, "{text}");
        assert_eq!(folded.is_some(), text != expected, "{text}");
    }

    #[test]
    fn hidden_forms_become_plain() {
        check("4\u{200b}11\u{200b}1", "4111");
        check("\u{ff11}\u{ff12}\u{ff13}", "123");
        check("123\u{2013}45\u{a0}6789", "123-45 6789");
        check("\u{0967}\u{0968}", "12");
        check("4\u{336}1\u{336}1\u{fe0f}\u{20e3}", "411");
        check("\u{1d7ce}\u{2460}\u{b2}", "012");
        check("\u{405}1234567D and m\u{430}il", "S1234567D and mail");
        check("\u{ff08}at\u{ff09} x\u{ff20}y\u{ff0e}z", "(at) x@y.z");
    }

    #[test]
    fn other_languages_stay_as_they_are() {
        check("Zoë naïve", "Zoë naïve");
        check("Прошу позвонить завтра", "Прошу позвонить завтра");
        check("東京タワー ソウル 서울", "東京タワー ソウル 서울");
        check("हिन्दी में", "हिन्दी में");
    }

    #[test]
    fn a_stretch_maps_back_without_trailing_invisible_characters() {
        let text = "né \u{ff11}\u{200b}\u{ff12}\u{200b} ok";
        let plain = Mapped::plain(text);
        let folded = fold(&plain).unwrap();

        let start = folded.text.find("12").unwrap();
        let (first, last) = folded.origin(start, start + 2);

        assert_eq!(&text[first..last], "\u{ff11}\u{200b}\u{ff12}");
    }
}
