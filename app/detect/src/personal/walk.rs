use crate::Finding;

use super::{context::Context, iban, india, ip, number, passport, singapore};

/// A run of ASCII letters and digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) has_digit: bool,
    pub(crate) has_letter: bool,
}

/// One pass over the bytes: hands each run of digits and each mixed token to the finders it may interest.
pub(crate) fn walk(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut at = 0;
    let mut numbers_done = 0;
    while let Some(byte) = context.bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            let token = token_at(context.bytes, at);
            offer(context, token, &mut numbers_done, found);
            at = token.end;
        } else {
            if *byte == b':' {
                at = ip::six_at(context, at, found).max(at);
            }
            at += 1;
        }
    }
}

fn token_at(bytes: &[u8], start: usize) -> Token {
    let mut token = Token { start, end: start, has_digit: false, has_letter: false };
    while let Some(byte) = bytes.get(token.end) {
        if byte.is_ascii_digit() {
            token.has_digit = true;
        } else if byte.is_ascii_alphabetic() {
            token.has_letter = true;
        } else {
            break;
        }
        token.end += 1;
    }
    token
}

fn offer(context: &Context<'_>, token: Token, numbers_done: &mut usize, found: &mut Vec<Finding>) {
    let length = token.end - token.start;
    match (token.has_digit, token.has_letter) {
        (true, false) => {
            passport::number_at(context, token, found);
            if token.start >= *numbers_done {
                *numbers_done = number::run_at(context, token.start, found);
            }
        }
        (true, true) if length >= 4 => {
            iban::at(context, token, found);
            if length <= 10 {
                singapore::at(context, token, found);
                india::pan_at(context, token, found);
                passport::code_at(context, token, found);
            }
        }
        (false, true) if length == 6 => passport::booking_at(context, token, found),
        _ => {}
    }
}
