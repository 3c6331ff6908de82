/// A set of groups of rules: those that a token can begin, or that a run of tokens needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Groups(u8);

impl Groups {
    pub(super) const NONE: Self = Self(0);
    pub(super) const BOOLEAN: Self = Self(1);
    pub(super) const BREAKING: Self = Self(1 << 1);
    pub(super) const UNION: Self = Self(1 << 2);
    pub(super) const TIME: Self = Self(1 << 3);
    pub(super) const STACKED: Self = Self(1 << 4);
    pub(super) const ERROR: Self = Self(1 << 5);
    pub(super) const COMMENT: Self = Self(1 << 6);
    /// No rule begins here, but some look at it on their way.
    pub(super) const NOTED: Self = Self(1 << 7);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those whose rules look from one token, without having passed others.
    pub(super) const AT_ONE_TOKEN: Self = Self::BOOLEAN.and(Self::BREAKING).and(Self::UNION).and(Self::ERROR);

    /// Those that are in both.
    pub(super) const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self == Self::NONE
    }
}
