use std::io::{BufRead, Read};

use sha2::{Digest, Sha256};

use super::ProblemCode;

/// No line of ours comes near this; a stranger's file must not fill the memory.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// What comes next in the file.
pub(super) enum Next {
    /// A line without its newline.
    Line(Vec<u8>),
    /// Nothing.
    End,
    /// The file cannot be read further.
    Broken(ProblemCode, &'static str),
}

/// Reads line by line and keeps the digest of everything before the line just read.
pub(super) struct Lines<R> {
    reader: R,
    number: u64,
    digest: Sha256,
    unhashed: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, number: 0, digest: Sha256::new(), unhashed: Vec::new() }
    }

    /// The number of the line just read, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Lower-case hex of SHA-256 over all lines before the one just read.
    pub(super) fn digest_before(&self) -> String {
        hex::encode(self.digest.clone().finalize())
    }

    pub(super) fn next(&mut self) -> Next {
        self.digest.update(&self.unhashed);
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line);
        if !line.is_empty() {
            self.number += 1;
        }
        if read.is_err() {
            return Next::Broken(ProblemCode::Unreadable, "the file cannot be read");
        }
        if line.is_empty() {
            return Next::End;
        }
        self.unhashed.clone_from(&line);
        if line.pop() != Some(b'\n') {
            let is_long = self.unhashed.len() as u64 == MAX_LINE_BYTES;
            return if is_long {
                Next::Broken(ProblemCode::Unreadable, "the line is too long")
            } else {
                Next::Broken(ProblemCode::Truncated, "the last line is cut off")
            };
        }
        Next::Line(line)
    }
}
