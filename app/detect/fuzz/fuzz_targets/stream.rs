//! A text in chunks: the same findings as in one piece. The first byte says how long the chunks are.
#![no_main]

use detect::{Scanner, scan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (size, text) = (usize::from(input.0 % 64) + 1, input.1);
    let mut scanner = Scanner::new();
    let mut start = 0;
    while start < text.len() {
        let end = text.ceil_char_boundary((start + size).min(text.len()));
        scanner.push(&text[start..end]);
        start = end;
    }
    assert_eq!(scanner.finish(), scan(text));
});
