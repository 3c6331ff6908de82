use super::{
    reading::{Class, Comparison, Operand, Reading},
    token::Kind,
    word::Word,
};

impl Reading<'_> {
    /// The comparison sign or word at `at`, and where its right side begins.
    pub(super) fn comparison(&self, at: usize) -> Option<(Comparison, usize)> {
        let at = at + usize::from(self.word(at) == Word::Not);
        let found = match self.kind(at) {
            Kind::Equal => (Comparison::Code, at + 1),
            Kind::Compare => {
                let is_same = matches!(self.text(at), b"=" | b"<=>");
                (if is_same { Comparison::Same } else { Comparison::Differs }, at + 1)
            }
            Kind::Word(Word::Like) => (Comparison::Same, at + 1),
            Kind::Word(Word::In) if self.kind(at + 1) == Kind::Open => (Comparison::Same, at + 1),
            Kind::Word(Word::Is) => {
                let value = at + 1 + usize::from(self.word(at + 1) == Word::Not);
                (self.word(value) == Word::Fixed).then_some((Comparison::Differs, value))?
            }
            Kind::Word(Word::Between) => (Comparison::Differs, at + 1),
            _ => return None,
        };
        Some(found)
    }

    /// The expression that begins at `at`: operands joined by signs such as `+` and `^`.
    pub(super) fn expression(&self, at: usize) -> Option<Operand> {
        const LONGEST: usize = 8;
        let mut whole = self.operand(at)?;
        for _ in 0..LONGEST {
            let is_joined = self.kind(whole.end) == Kind::Arith || self.word(whole.end) == Word::Infix;
            let Some(next) = is_joined.then(|| self.operand(whole.end + 1)).flatten() else { break };
            let class = if whole.is_literal() { next.class } else { whole.class };
            whole = Operand {
                class,
                asks: whole.asks || next.asks,
                is_joined: whole.is_literal() || next.is_literal(),
                first: whole.first,
                last: next.last,
                end: next.end,
            };
        }
        Some(whole)
    }

    /// One operand with the brackets and signs before it.
    pub(super) fn operand(&self, at: usize) -> Option<Operand> {
        const LONGEST: usize = 12;
        let mut from = at;
        let mut depth = 0_usize;
        loop {
            match self.kind(from) {
                Kind::Open => depth += 1,
                Kind::Arith if matches!(self.text(from), b"+" | b"-" | b"~" | b"!" | b"*") && (self.text(from) != b"*" || from > at) => {}
                Kind::Word(Word::Not | Word::Unary | Word::Every) => {}
                _ => break,
            }
            from += 1;
            if from - at > LONGEST {
                return None;
            }
        }
        let mut operand = self.atom(from)?;
        while depth > 0 && self.kind(operand.end) == Kind::Close {
            operand.end += 1;
            depth -= 1;
        }
        Some(operand)
    }

    fn atom(&self, at: usize) -> Option<Operand> {
        let plain = |class| Operand { class, asks: false, is_joined: false, first: at, last: at, end: at + 1 };
        match self.get(at)?.kind {
            Kind::Number => Some(plain(Class::Number)),
            Kind::Quote => self.literal(at),
            Kind::Variable => Some(Operand { asks: self.text(at).starts_with(b"@@"), ..plain(Class::Variable) }),
            Kind::Word(Word::Fixed) => Some(plain(Class::Fixed)),
            Kind::Word(Word::Select) => Some(Operand { asks: true, ..plain(Class::Query) }),
            Kind::Word(Word::Case) => Some(plain(Class::Probe)),
            Kind::Word(word) if is_nameable(word) || (word == Word::Infix && self.kind(at + 1) == Kind::Open) => Some(self.named(at, word)),
            _ => None,
        }
    }

    /// A literal up to its closing mark, or to the end when the carrier closes it.
    fn literal(&self, at: usize) -> Option<Operand> {
        const LONGEST: usize = 48;
        let mark = self.mark(at);
        let close = (at + 1..self.tokens.len().min(at + LONGEST)).find(|next| self.is_quote(*next) && self.mark(*next) == mark);
        let last = match close {
            Some(close) => close,
            None if self.tokens.len() - at <= LONGEST => self.tokens.len() - 1,
            None => return None,
        };
        Some(Operand { class: Class::Text, asks: false, is_joined: false, first: at, last, end: last + 1 })
    }

    /// A column, with the tables before it, or a call.
    fn named(&self, at: usize, word: Word) -> Operand {
        let mut last = at;
        while self.kind(last + 1) == Kind::Dot && self.is_word(last + 2) {
            last += 2;
        }
        let called = self.word(last);
        // `left (1 mile)` in prose is no call; a known function may stand apart from its brackets.
        if self.kind(last + 1) != Kind::Open || (self.has_gap(last + 1) && called == Word::Plain) {
            let is_text = last == at && word == Word::Plain && self.is_quote(at + 1) && !self.has_gap(at + 1) && self.text(at).len() == 1;
            let asks = called == Word::Info && self.text(last).contains(&b'_');
            let class = if is_text { Class::Text } else { Class::Name };
            return Operand { class, asks, is_joined: false, first: at, last, end: last + 1 };
        }
        let open = last + 1;
        let end = self.close_of(open).map_or(self.tokens.len(), |close| close + 1);
        let asks = called == Word::Info || self.asks_inside(open);
        let class = match is_probe(called) {
            true if !asks && called != Word::Exists && self.holds_literals(open, end) => Class::Constant,
            true => Class::Probe,
            false => Class::Call,
        };
        Operand { class, asks, is_joined: false, first: at, last: end - 1, end }
    }
}

impl Reading<'_> {
    /// Whether no name of a column stands in the brackets; names may stand in double quotation marks.
    fn holds_literals(&self, open: usize, end: usize) -> bool {
        let is_name = |at: usize| match self.kind(at) {
            Kind::Word(word) => !is_probe(word) && word != Word::Fixed,
            Kind::Quote => self.mark(at) != Some(b'\''),
            kind => kind == Kind::Variable,
        };
        (open..end).all(|at| !is_name(at))
    }
}

fn is_probe(word: Word) -> bool {
    matches!(
        word,
        Word::Probe
            | Word::Info
            | Word::If
            | Word::Exists
            | Word::Char
            | Word::Convert
            | Word::Floor
            | Word::Rand
            | Word::Exp
            | Word::Concat
            | Word::Infix
    )
}

/// Whether the word can name a column or function.
fn is_nameable(word: Word) -> bool {
    is_probe(word)
        || matches!(
            word,
            Word::Plain
                | Word::Sensitive
                | Word::Catalog
                | Word::Sleep
                | Word::Wait
                | Word::Benchmark
                | Word::Heavy
                | Word::Loud
                | Word::Geometry
                | Word::File
                | Word::Object
                | Word::Delay
                | Word::Verb
                | Word::Soft
                | Word::Shell
        )
}
