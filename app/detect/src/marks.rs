use std::{cell::Cell, sync::LazyLock};

use aho_corasick::{
    Anchored, MatchKind,
    automaton::{Automaton, StateID},
    dfa::DFA,
};

use crate::{
    hint::{HINTS, Hint},
    label::{Label, WORDS, spellings},
    seek::partition_near,
    spare::Shelf,
};

thread_local! {
    static SPOTS: Shelf<Spot> = const { Shelf::new() };
}

/// What one word of the lexicon stands for.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Label(Label),
    Hint(Hint),
}

struct Lexicon {
    automaton: Option<DFA>,
    start: StateID,
    words: Vec<Entry>,
    letters: [u8; 256],
}

struct Entry {
    mark: Mark,
    /// The word itself, when its letters share their place with others.
    foreign: Option<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let labels = WORDS.iter().flat_map(|(label, list)| list.split('|').flat_map(spellings).map(|word| (word, Mark::Label(*label))));
    let hints = HINTS.iter().flat_map(|(hint, list)| list.split('~').map(|word| (word.to_owned(), Mark::Hint(*hint))));
    let (words, marks): (Vec<String>, Vec<Mark>) = labels.chain(hints).unzip();
    let letters = letters(&words);
    let written: Vec<Vec<u8>> = words.iter().map(|word| word.bytes().map(|byte| letters[usize::from(byte)]).collect()).collect();
    let automaton = DFA::builder().match_kind(MatchKind::Standard).prefilter(false).build(&written).ok();
    let start = automaton.as_ref().and_then(|dfa| dfa.start_state(Anchored::No).ok());
    let words =
        words.into_iter().zip(marks).map(|(word, mark)| Entry { mark, foreign: Some(word).filter(|word| !word.is_ascii()) }).collect();
    Lexicon { automaton: automaton.filter(|_| start.is_some()), start: start.unwrap_or_default(), words, letters }
});

/// The letter that each byte is read as. With 64 of them a row of the automaton takes half of what it takes with 65: bytes of ASCII
/// that stand in no word are one letter, and what is not ASCII shares what is left.
fn letters(words: &[String]) -> [u8; 256] {
    const LETTERS: u8 = 63;
    let mut letters = [0; 256];
    let mut next = 1;
    for byte in 0..0x80_u8 {
        let folded = byte.to_ascii_lowercase();
        if folded == byte && words.iter().any(|word| word.as_bytes().contains(&byte)) {
            letters[usize::from(byte)] = next;
            next += 1;
        }
    }
    for byte in b'A'..=b'Z' {
        letters[usize::from(byte)] = letters[usize::from(byte.to_ascii_lowercase())];
    }
    for byte in 0x80..=0xff_u8 {
        letters[usize::from(byte)] = next + byte % (LETTERS - next);
    }
    letters
}

/// A label word in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) label: Label,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What one pass of the lexicon's automaton saw.
pub(crate) struct Marks {
    /// Label words by their end.
    spots: Vec<Spot>,
    /// The labels among them.
    labels: u32,
    hints: u16,
    /// How many spots end before the place that was asked about last; the next one is mostly near.
    cursor: Cell<usize>,
}

impl Drop for Marks {
    fn drop(&mut self) {
        SPOTS.with(|shelf| shelf.give(std::mem::take(&mut self.spots)));
    }
}

impl Marks {
    pub(crate) fn of(text: &str) -> Self {
        let mut marks = Self { spots: SPOTS.with(Shelf::take), labels: 0, hints: 0, cursor: Cell::new(0) };
        let Some(automaton) = &LEXICON.automaton else { return marks };
        let letters = &LEXICON.letters;
        let letter = |byte: u8| letters[usize::from(byte)];
        let bytes = text.as_bytes();
        // Each step waits for the one before it; two halves at once wait half as long. The right one begins as far
        // before the middle as a word can reach, and notes what ends behind it.
        let lead = automaton.max_pattern_len().min(bytes.len());
        let middle = (bytes.len() + lead) / 2;
        let begin = middle - lead;
        let (left, right) = (bytes.get(..middle).unwrap_or_default(), bytes.get(begin..).unwrap_or_default());
        let mut of_right = SPOTS.with(Shelf::take);
        let (mut behind, mut ahead) = (LEXICON.start, LEXICON.start);
        for (at, (before, after)) in left.iter().zip(right).enumerate() {
            behind = automaton.next_state(Anchored::No, behind, letter(*before));
            ahead = automaton.next_state(Anchored::No, ahead, letter(*after));
            if automaton.is_special(behind) {
                marks.note(automaton, behind, bytes, at + 1);
            }
            if automaton.is_special(ahead) && at >= lead {
                std::mem::swap(&mut marks.spots, &mut of_right);
                marks.note(automaton, ahead, bytes, begin + at + 1);
                std::mem::swap(&mut marks.spots, &mut of_right);
            }
        }
        marks.spots.append(&mut of_right);
        SPOTS.with(|shelf| shelf.give(of_right));
        // One byte is left of an odd length.
        if let Some(last) = right.get(middle) {
            ahead = automaton.next_state(Anchored::No, ahead, letter(*last));
            marks.note(automaton, ahead, bytes, bytes.len());
        }
        marks
    }

    /// Takes down the words that end at `end`.
    fn note(&mut self, automaton: &DFA, state: StateID, bytes: &[u8], end: usize) {
        if !automaton.is_match(state) {
            return;
        }
        for index in 0..automaton.match_len(state) {
            let pattern = automaton.match_pattern(state, index);
            let start = end - automaton.pattern_len(pattern);
            let Some(entry) = LEXICON.words.get(pattern.as_usize()) else { continue };
            let stands = |word: &String| bytes.get(start..end).is_some_and(|seen| seen.eq_ignore_ascii_case(word.as_bytes()));
            match entry.mark {
                _ if !entry.foreign.as_ref().is_none_or(stands) => {}
                Mark::Hint(hint) => self.hints |= bit(hint),
                Mark::Label(label) if is_whole_word(bytes, start, end) => {
                    self.labels |= 1 << (label as u32);
                    self.spots.push(Spot { label, start, end });
                }
                Mark::Label(_) => {}
            }
        }
    }

    /// How many spots end at `place` or before it.
    fn upto(&self, place: usize) -> usize {
        let upto = partition_near(&self.spots, self.cursor.get(), |spot| spot.end <= place);
        self.cursor.set(upto);
        upto
    }

    pub(crate) fn has(&self, hint: Hint) -> bool {
        self.hints & bit(hint) != 0
    }

    /// Whether a word for `label` is anywhere in the text.
    pub(crate) fn may_be(&self, label: Label) -> bool {
        self.labels & (1 << (label as u32)) != 0
    }

    pub(crate) fn spots(&self) -> &[Spot] {
        &self.spots
    }

    /// The label of the value at `start..end`: the nearest word before it on the same line and in the same
    /// sentence, else the first one after it that does not introduce another value.
    pub(crate) fn label_of(&self, text: &str, start: usize, end: usize) -> Option<Label> {
        self.before(text, start).or_else(|| self.after(text, end))
    }

    /// The nearest label word before `start`; of several that end there, the longest.
    pub(crate) fn before(&self, text: &str, start: usize) -> Option<Label> {
        let upto = self.upto(start);
        let (nearest, earlier) = self.spots.get(..upto)?.split_last()?;
        let longest = earlier
            .iter()
            .rev()
            .take_while(|spot| spot.end == nearest.end)
            .fold(nearest, |best, spot| if spot.start < best.start { spot } else { best });
        is_joined(text.as_bytes().get(longest.end..start)?).then_some(longest.label)
    }

    /// Whether the nearest word before `start` stands right before it: only blanks and a sign between.
    pub(crate) fn hug(&self, text: &str, start: usize) -> bool {
        const LONGEST: usize = 3;
        let nearest = self.upto(start).checked_sub(1).and_then(|at| self.spots.get(at));
        let gap = nearest.and_then(|spot| text.as_bytes().get(spot.end..start));
        gap.is_some_and(|gap| gap.len() <= LONGEST && gap.iter().all(|byte| matches!(byte, b' ' | b':' | b'=' | b'"' | b'-' | b'_' | b'/')))
    }

    /// The first label word behind `end`, unless it introduces another value.
    pub(crate) fn after(&self, text: &str, end: usize) -> Option<Label> {
        const LONGEST: usize = 28;
        let next = self.spots.get(self.upto(end)..)?.iter().find(|spot| spot.start >= end)?;
        let gap = text.as_bytes().get(end..next.start).filter(|gap| gap.len() <= LONGEST)?;
        let introduces = text.as_bytes().get(next.end..).unwrap_or_default().iter().find(|b| **b != b' ' && **b != b'"');
        let is_key = matches!(introduces, Some(b':' | b'=' | b'#'));
        // Words behind a value that name nothing personal say nothing about it: `from 10.1.2.3 port 22`.
        (!matches!(next.label, Label::Unrelated | Label::Version) && is_joined(gap) && !is_key).then_some(next.label)
    }
}

fn bit(hint: Hint) -> u16 {
    1 << (hint as u16)
}

/// `_` parts words, so that `client_ip` holds `ip`; so does a capital after a small letter (`homePhone`). A
/// plural counts as the word. Scripts that are written without spaces have no word ends to ask for.
fn is_whole_word(bytes: &[u8], start: usize, end: usize) -> bool {
    let (Some(first), Some(last)) = (bytes.get(start), end.checked_sub(1).and_then(|i| bytes.get(i))) else { return false };
    if *first >= 0xe2 {
        return true;
    }
    let before = start.checked_sub(1).and_then(|i| bytes.get(i)).copied();
    let is_hump = |small: u8, capital: u8| small.is_ascii_lowercase() && capital.is_ascii_uppercase();
    let is_inside = before.is_some_and(|b| b.is_ascii_alphanumeric() || b >= 0x80)
        && !before.is_some_and(|b| is_hump(b, *first))
        && !follows_escape(bytes, start);
    let goes_on = |rest: &[u8]| match rest {
        [next, ..] => (next.is_ascii_alphabetic() || *next >= 0x80) && !is_hump(*last, *next),
        [] => false,
    };
    let rest = bytes.get(end..).unwrap_or_default();
    let is_plural = rest.first() == Some(&b's') && !goes_on(rest.get(1..).unwrap_or_default());
    !is_inside && (!goes_on(rest) || is_plural)
}

/// Whether an escaped line break such as `\\n` ends right before `at`, as in JSON inside JSON.
pub(crate) fn follows_escape(bytes: &[u8], at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).and_then(|i| bytes.get(i));
    matches!((back(2), back(1)), (Some(b'\\'), Some(b'n' | b'r' | b't')))
}

/// Whether a gap keeps word and value together: short, one line, one sentence.
fn is_joined(gap: &[u8]) -> bool {
    const LONGEST: usize = 44;
    let begins_sentence = |at: usize| matches!(gap.get(at + 1..), Some([b' ', next, ..]) if next.is_ascii_uppercase());
    let breaks = |(at, byte): (usize, &u8)| match byte {
        b'\n' | b';' => true,
        b'.' | b'?' | b'!' => begins_sentence(at),
        _ => false,
    };
    // A semicolon ends a clause, but `key;value` is a field.
    gap.len() <= LONGEST && (gap == b";" || !gap.iter().enumerate().any(breaks)) && !gap.ends_with(b"? ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, value: &str, expected: Option<Label>) {
        let start = text.find(value).unwrap();
        let marks = Marks::of(text);

        assert_eq!(marks.label_of(text, start, start + value.len()), expected, "{text}");
    }

    #[test]
    fn the_nearest_word_in_the_sentence_is_the_label() {
        check("SSN on the form reads 661 15 0040", "661", Some(Label::Ssn));
        check("ssn;661150040;ok", "661", Some(Label::Ssn));
        check("account_number=1234567", "1234567", Some(Label::Bank));
        check("ABA 020397272 acct 41563", "41563", Some(Label::Bank));
        check("I gave 12345 as my passport", "12345", Some(Label::Passport));
        check("12345 passport: 999", "12345", None);
        check("My passport is lost. Room is 4021", "4021", Some(Label::Unrelated));
        check("My passport is lost. Then 4021", "4021", None);
        check("passport\n4021", "4021", None);
    }

    #[test]
    fn letters_that_are_read_as_one_are_told_apart_in_the_end() {
        for first in ('а'..='я').filter(|letter| *letter != 'п') {
            check(&format!("{first}аспорт 4021"), "4021", None);
        }
        check("паспорт 4021", "4021", Some(Label::Passport));
    }
}
