use std::ops::Range;

/// Beyond this many words that may differ, the changed part is one stretch.
const MOST_WORDS: usize = 1_000;

/// The stretches of `old` that `new` has something else for, and what it has there. What both have in common is left out,
/// so that what a module did not touch is still open to others.
pub(super) fn stretches(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
    let (a, b) = (words(old), words(new));
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let left = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(x, y)| x == y).count();
    let (Some(middle_a), Some(middle_b)) = (a.get(start..a.len() - end), b.get(start..b.len() - end)) else { return Vec::new() };
    let at = bytes(a.get(..start).unwrap_or_default());
    if middle_a.is_empty() && middle_b.is_empty() {
        return Vec::new();
    }
    if middle_a.len() > MOST_WORDS || middle_b.len() > MOST_WORDS {
        return vec![(at..at + bytes(middle_a), middle_b.concat())];
    }
    differing(middle_a, middle_b, at)
}

/// Walks both along their longest common sequence of words.
fn differing(a: &[&str], b: &[&str], mut at: usize) -> Vec<(Range<usize>, String)> {
    let common = common_lengths(a, b);
    let length = |i: usize, j: usize| common.get(i * (b.len() + 1) + j).copied().unwrap_or(0);
    let (mut i, mut j) = (0, 0);
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    while i < a.len() || j < b.len() {
        match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x == y => {
                found.extend(open.take().map(|(from, with)| (from..at, with)));
                (i, j, at) = (i + 1, j + 1, at + x.len());
            }
            (Some(x), y) if y.is_none() || length(i + 1, j) >= length(i, j + 1) => {
                open.get_or_insert((at, String::new()));
                (i, at) = (i + 1, at + x.len());
            }
            (_, y) => {
                open.get_or_insert((at, String::new())).1.push_str(y.copied().unwrap_or_default());
                j += 1;
            }
        }
    }
    found.extend(open.map(|(from, with)| (from..at, with)));
    found
}

/// For each pair of places, how many words the rests have in common.
fn common_lengths(a: &[&str], b: &[&str]) -> Vec<u16> {
    let width = b.len() + 1;
    let mut table = vec![0_u16; (a.len() + 1) * width];
    let read = |table: &[u16], at: usize| table.get(at).copied().unwrap_or(0);
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let here = i * width + j;
            let value = if x == y { read(&table, here + width + 1) + 1 } else { read(&table, here + width).max(read(&table, here + 1)) };
            if let Some(cell) = table.get_mut(here) {
                *cell = value;
            }
        }
    }
    table
}

/// Runs of letters and digits, and every other character by itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(if run == 0 { first.len_utf8() } else { run });
        words.push(word);
        rest = after;
    }
    words
}

fn bytes(words: &[&str]) -> usize {
    words.iter().map(|word| word.len()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rebuilt(old: &str, new: &str) -> String {
        let mut out = String::new();
        let mut done = 0;
        for (span, with) in stretches(old, new) {
            out.push_str(&old[done..span.start]);
            out.push_str(&with);
            done = span.end;
        }
        out + &old[done..]
    }

    #[test]
    fn only_what_changed_is_a_stretch() {
        let changed = stretches("SSN 123-45-6789 and phone 555-123-4567.", "SSN ***-**-**** and phone ***.");

        let spans: Vec<_> = changed.iter().map(|(span, _)| span.clone()).collect();
        assert!(changed.len() >= 2 && spans.iter().all(|span| !(15..26).any(|at| span.contains(&at))), "{changed:?}");
        assert_eq!(stretches("same", "same"), []);
    }

    proptest! {
        #[test]
        fn the_stretches_make_the_new_text(old in "[ab é*-]{0,30}", new in "[ab é*-]{0,30}") {
            prop_assert_eq!(rebuilt(&old, &new), new);
        }
    }
}
