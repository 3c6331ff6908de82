use crate::{
    SqlTechnique::BooleanBlind,
    steps::{Step, is_on},
};

use super::{
    hits::Hits,
    reading::{Class, Comparison, Operand, Reading},
    token::Kind,
    word::Word,
};

/// What stands before a connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// A quotation mark or bracket that closes somebody else's.
    Break,
    /// Nothing, or one value: the connector goes on from the value that the caller passed.
    Value,
    /// A value in the middle of other words, which no comparison leads to.
    Loose,
    /// The right side of another condition, or words.
    Chain,
}

/// A connector and what it connects.
struct Condition<'r> {
    reading: &'r Reading<'r>,
    connector: usize,
    left: Left,
}

/// Finds conditions that were added to bend an answer: always true, always false, or asking the server.
pub(super) fn at(reading: &Reading<'_>, connector: usize, hits: &mut Hits) {
    let condition = Condition { reading, connector, left: left(reading, connector) };
    if let Some((confidence, last)) = condition.judge() {
        hits.add(reading, BooleanBlind, confidence, connector, last);
    }
}

fn left(reading: &Reading<'_>, connector: usize) -> Left {
    let mut at = connector;
    while at > 0 && reading.kind(at - 1) == Kind::Close {
        at -= 1;
    }
    let Some(before) = at.checked_sub(1) else { return Left::Value };
    if reading.is_broken && reading.is_quote(before) || reading.has_unopened && at < connector {
        return Left::Break;
    }
    if reading.kind(before) == Kind::Compare {
        // `= or`: the value that belongs here is missing.
        return Left::Break;
    }
    if reading.is_strict() {
        return Left::Chain;
    }
    if reading.expression(0).is_some_and(|first| first.class != Class::Name && first.end <= connector && first.end >= at) {
        return Left::Value;
    }
    let is_value = matches!(reading.kind(before), Kind::Number | Kind::Variable) || reading.is_quote(before);
    let is_led_to = matches!(
        before.checked_sub(1).map(|at| reading.kind(at)),
        Some(
            Kind::Compare
                | Kind::Equal
                | Kind::Arith
                | Kind::Word(
                    Word::Between | Word::And | Word::Or | Word::Limit | Word::By | Word::Like | Word::Then | Word::Where | Word::Select
                )
        )
    );
    if is_value && !is_led_to { Left::Loose } else { Left::Chain }
}

impl Condition<'_> {
    /// How sure, and the last token.
    fn judge(&self) -> Option<(u8, usize)> {
        let reading = self.reading;
        let first = reading.expression(self.connector + 1)?;
        let Some((comparison, next)) = reading.comparison(first.end) else {
            if self.is(Word::Where) || !is_on(Step::LoneOperand) {
                return None;
            }
            return self.judge_lone(&first).map(|confidence| (confidence, first.end - 1));
        };
        let second = reading.expression(next);
        let last = second.as_ref().map_or(next, |second| second.end) - 1;
        if self.is(Word::Where) {
            let second = second?;
            let is_telling =
                is_on(Step::ConstantWhere) && first.is_constant() && second.is_constant() && is_no_placeholder(reading, &first, &second);
            return (is_telling && comparison != Comparison::Code).then_some((86, last));
        }
        let confidence = if reading.is_strict() {
            self.judge_strict(&first, comparison, second.as_ref()?).filter(|_| is_on(Step::ComparisonInQuery))
        } else {
            self.judge_pair(&first, comparison, second.as_ref()).filter(|_| is_on(Step::Comparison))
        };
        confidence.map(|confidence| (confidence, last))
    }

    fn is(&self, word: Word) -> bool {
        self.reading.word(self.connector) == word
    }

    /// In a whole query: comparing two literals behind `OR`, or questions about the server.
    fn judge_strict(&self, first: &Operand, comparison: Comparison, second: &Operand) -> Option<u8> {
        let reading = self.reading;
        let are_literals = first.is_constant() && second.is_constant() && comparison != Comparison::Code;
        let is_cut = reading.is_cut(second.end);
        let is_odd = !self.is(Word::Or) && is_no_placeholder(reading, first, second);
        if self.left == Left::Break {
            return Some(88);
        }
        if are_literals && (matches!(reading.word(self.connector), Word::Or | Word::Xor) || is_cut || is_odd) {
            return Some(90);
        }
        let asks = (first.class == Class::Probe && first.asks) || (second.class == Class::Probe && second.asks);
        let holds_query = first.is_literal() && second.class == Class::Query;
        let is_same_name = self.is(Word::Or) && self.is_same(first, second, comparison);
        ((asks && (first.is_literal() || second.is_literal())) || holds_query || is_same_name).then_some(84)
    }

    fn is_same(&self, first: &Operand, second: &Operand, comparison: Comparison) -> bool {
        let reading = self.reading;
        let is_pair = first.class == Class::Name && second.class == Class::Name && comparison == Comparison::Same;
        is_pair && reading.span(first.first, first.last) == reading.span(second.first, second.last)
    }

    fn judge_pair(&self, first: &Operand, comparison: Comparison, second: Option<&Operand>) -> Option<u8> {
        let reading = self.reading;
        let Some(second) = second else {
            let is_value = self.left == Left::Value && first.is_literal();
            return ((self.left == Left::Break || is_value) && comparison != Comparison::Code).then_some(84);
        };
        if comparison == Comparison::Code {
            return (self.left == Left::Break && (first.is_literal() || second.is_literal())).then_some(82);
        }
        let is_cut = reading.is_cut(second.end) || reading.ends_cut;
        let is_added = matches!(self.left, Left::Break | Left::Value | Left::Loose) || is_cut;
        if first.is_constant() && second.is_constant() {
            // `F = ma, and 2 + 2 = 4` is a sentence.
            let is_listed = self.connector > 0 && reading.kind(self.connector - 1) == Kind::Comma;
            // So is `'yes' and 1=1 was on the board`.
            let is_told = reading.goes_on_in_words(second.end) && self.left != Left::Break && !is_no_placeholder(reading, first, second);
            return (!is_told && (is_added || comparison == Comparison::Same && !is_listed)).then_some(90);
        }
        if self.is_same(first, second, comparison) {
            return Some(86);
        }
        let is = |class| first.class == class || second.class == class;
        if is(Class::Query) || (is(Class::Call) || is(Class::Probe) || is(Class::Variable)) && (first.asks || second.asks) {
            return Some(88);
        }
        let is_loose = self.left != Left::Chain || is_cut || second.class != Class::Name;
        if first.is_literal() && comparison == Comparison::Same && first.class != Class::Text && is_loose {
            return Some(86);
        }
        let is_probing = is(Class::Probe)
            || is(Class::Constant)
            || is(Class::Call)
            || is(Class::Variable)
            || first.asks
            || second.asks
            || first.is_literal();
        if is_probing {
            return is_added.then_some(85);
        }
        (matches!(self.left, Left::Break | Left::Value) || is_cut && self.left == Left::Loose).then_some(84)
    }

    /// A connector with one operand and no comparison: `OR TRUE --`, `' or '1`, `and (select ..`.
    fn judge_lone(&self, only: &Operand) -> Option<u8> {
        let reading = self.reading;
        let is_cut = reading.is_cut(only.end) || (reading.ends_cut && !reading.is_strict());
        if reading.is_strict() {
            let breaks = self.left == Left::Break && only.class != Class::Name;
            return (breaks || only.is_literal() && self.is(Word::Or) && reading.is_cut(only.end)).then_some(86);
        }
        let is_added = matches!(self.left, Left::Break | Left::Value);
        match only.class {
            Class::Query => Some(88),
            Class::Probe | Class::Call if only.asks => Some(87),
            Class::Constant => (is_added || self.left == Left::Loose || !reading.has_gap(only.first + 1)).then_some(83),
            Class::Probe | Class::Call | Class::Variable => (is_added && reading.has_gap(self.connector) || is_cut).then_some(83),
            Class::Number | Class::Text | Class::Fixed => self.judge_literal(only, is_cut),
            Class::Name => {
                let is_exists = reading.word(only.first) == Word::Exists;
                (is_exists && is_added || (is_cut || only.is_joined) && self.left == Left::Break).then_some(83)
            }
        }
    }

    fn judge_literal(&self, only: &Operand, is_cut: bool) -> Option<u8> {
        let reading = self.reading;
        if is_cut && (self.left != Left::Chain || self.is(Word::Or)) {
            return Some(86);
        }
        let goes_on =
            matches!(reading.word(only.end), Word::Group | Word::Order | Word::Having | Word::Union | Word::Procedure | Word::Limit);
        let is_last = reading.tokens.len() <= only.end + 1 || goes_on;
        let says_true = only.class == Class::Fixed || reading.text(only.first) == b"1";
        let is_open = only.class == Class::Text && reading.is_broken;
        let is_unary = only.first > self.connector + 1 && says_true;
        (is_last && self.left == Left::Break && (says_true || is_open)
            || is_last && self.is(Word::Or) && self.left == Left::Value && says_true
            || is_unary && self.left == Left::Break)
            .then_some(84)
    }
}

/// Whether a comparison of literals is none that an analyst leaves as a placeholder, such as `1=1` and `1=0`.
fn is_no_placeholder(reading: &Reading<'_>, first: &Operand, second: &Operand) -> bool {
    let is_digit = |operand: &Operand| operand.class == Class::Number && matches!(reading.text(operand.first), b"0" | b"1");
    let are_texts = first.class == Class::Text && second.class == Class::Text;
    let are_numbers = first.class == Class::Number && second.class == Class::Number && !(is_digit(first) && is_digit(second));
    let are_equal = reading.text(first.first) == reading.text(second.first);
    let is_call = first.class == Class::Constant || second.class == Class::Constant;
    are_texts || is_call || are_numbers && (!are_equal || reading.text(first.first).len() > 2)
}
