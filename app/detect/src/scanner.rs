use crate::{
    Finding, Findings,
    scan::{raw_attacks, raw_values},
};

/// Scans a text that arrives in chunks, such as a model's answer.
///
/// Personal data and secrets become final section by section (sections end at blank lines, which no value
/// crosses), so a proxy can redact and pass on the text up to [`Scanner::settled`] while the rest is still
/// coming. Attacks are judged on the whole text, by [`Scanner::finish`], whose answer equals
/// [`crate::scan`] of all chunks together. The text is kept until then.
#[derive(Debug, Default)]
pub struct Scanner {
    text: String,
    settled: usize,
    raw: Vec<Finding>,
}

impl Scanner {
    /// A scanner that has seen nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next chunk; answers the values that became final, with offsets in the whole text.
    pub fn push(&mut self, chunk: &str) -> Findings {
        let looked_at = self.text.len().saturating_sub(BREAK.len() - 1);
        self.text.push_str(chunk);
        match self.last_break(looked_at) {
            Some(end) => self.settle_up_to(end),
            None => Findings::default(),
        }
    }

    /// How many bytes of the text are final: no later chunk changes what is found before this place.
    pub fn settled(&self) -> usize {
        self.settled
    }

    /// All that was pushed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Ends the text: everything that was found in it.
    pub fn finish(mut self) -> Findings {
        self.settle_up_to(self.text.len());
        raw_attacks(&self.text, &mut self.raw);
        Findings::settle(&mut self.raw)
    }

    fn settle_up_to(&mut self, end: usize) -> Findings {
        let mut fresh = Vec::new();
        raw_values(self.text.get(self.settled..end).unwrap_or_default(), &mut fresh);
        for finding in &mut fresh {
            finding.start += self.settled;
            finding.end += self.settled;
        }
        self.settled = end;
        self.raw.extend_from_slice(&fresh);
        Findings::settle(&mut fresh)
    }

    /// The end of the last blank line from `from` on, unless a key block is open there: it may hold blank lines.
    fn last_break(&self, from: usize) -> Option<usize> {
        let from = self.text.floor_char_boundary(from.max(self.settled));
        let end = from + self.text.get(from..)?.rfind(BREAK)? + BREAK.len();
        let section = self.text.get(self.settled..end)?;
        let is_open = section.rfind("-----BEGIN").is_some_and(|begin| !section.get(begin..).is_some_and(|key| key.contains("-----END")));
        (!is_open).then_some(end)
    }
}

const BREAK: &str = "\n\n";
