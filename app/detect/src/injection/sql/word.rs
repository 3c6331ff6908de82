use super::groups::Groups;

impl Word {
    /// The groups of rules that begin at this word.
    #[inline(always)]
    pub(super) fn groups(self) -> Groups {
        static OF_WORDS: [Groups; Word::Article as usize + 1] = {
            let mut groups = [Groups::NONE; Word::Article as usize + 1];
            let mut at = 0;
            while at < Word::TELLING.len() {
                groups[Word::TELLING[at].0 as usize] = Word::TELLING[at].1;
                at += 1;
            }
            groups
        };
        OF_WORDS.get(self as usize).copied().unwrap_or(Groups::NONE)
    }

    const TELLING: [(Self, Groups); 44] = [
        (Self::Or, Groups::BOOLEAN),
        (Self::And, Groups::BOOLEAN),
        (Self::Xor, Groups::BOOLEAN),
        (Self::Where, Groups::BOOLEAN),
        (Self::Union, Groups::UNION),
        (Self::Order, Groups::UNION),
        (Self::Group, Groups::UNION),
        (Self::Into, Groups::UNION),
        (Self::File, Groups::UNION),
        (Self::Case, Groups::UNION),
        (Self::Sleep, Groups::TIME),
        (Self::Wait, Groups::TIME),
        (Self::Benchmark, Groups::TIME),
        (Self::Heavy, Groups::TIME),
        (Self::Waitfor, Groups::TIME),
        (Self::Catalog, Groups::TIME),
        (Self::Declare, Groups::STACKED),
        (Self::Exec, Groups::STACKED),
        (Self::Shell, Groups::STACKED),
        (Self::Loud, Groups::ERROR),
        (Self::Geometry, Groups::ERROR),
        (Self::Floor, Groups::ERROR),
        (Self::Exp, Groups::ERROR),
        (Self::Procedure, Groups::ERROR),
        (Self::Having, Groups::ERROR),
        (Self::Convert, Groups::ERROR),
        (Self::Char, Groups::ERROR),
        (Self::Select, Groups::UNION.and(Groups::NOTED)),
        (Self::Insert, Groups::NOTED),
        (Self::With, Groups::NOTED),
        (Self::Create, Groups::NOTED),
        (Self::Update, Groups::NOTED),
        (Self::Delete, Groups::NOTED),
        // Words that open a statement.
        (Self::Alter, Groups::NOTED),
        (Self::Explain, Groups::NOTED),
        (Self::Values, Groups::NOTED),
        (Self::Verb, Groups::NOTED),
        (Self::Begin, Groups::NOTED),
        (Self::Set, Groups::NOTED),
        // Words that a comment hides.
        (Self::From, Groups::NOTED),
        (Self::Like, Groups::NOTED),
        (Self::Info, Groups::NOTED),
        (Self::Concat, Groups::NOTED),
        (Self::Drop, Groups::NOTED),
    ];
}

/// What a word means to the rules. Words that mean nothing to them are `Plain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Plain,
    /// Connectors, as words or as `||` and `&&`.
    Or,
    And,
    Xor,
    Not,
    /// Words that stand before an operand and change nothing here.
    Unary,
    /// Operators that are words.
    Infix,
    Union,
    /// `ALL`, `DISTINCT` and the like.
    Every,
    Select,
    From,
    Where,
    Having,
    Group,
    Order,
    By,
    Limit,
    /// Pattern comparisons.
    Like,
    In,
    Is,
    Between,
    /// `NULL`, `TRUE`, `FALSE`.
    Fixed,
    Exists,
    Case,
    When,
    Then,
    If,
    Insert,
    Into,
    Update,
    Set,
    Delete,
    Drop,
    Truncate,
    Alter,
    Create,
    /// What can be dropped, altered or created.
    Object,
    Procedure,
    Exec,
    Declare,
    Shutdown,
    Waitfor,
    Delay,
    Begin,
    Call,
    Grant,
    /// Other verbs that begin a statement and are rare in English.
    Verb,
    /// Verbs of statements that are common words: `use`, `copy`, `load`.
    Soft,
    Goto,
    Values,
    With,
    As,
    Join,
    Explain,
    Sleep,
    /// Functions whose only use in a query is to wait.
    Wait,
    Benchmark,
    Heavy,
    /// Functions used to print values in an error.
    Loud,
    /// Shapes and casts that print values in an error when a query is inside.
    Geometry,
    Convert,
    Floor,
    Rand,
    Exp,
    Char,
    Concat,
    File,
    Dump,
    Analyse,
    /// Catalogues of tables and users.
    Catalog,
    /// Functions that tell about the server or its user; some of their names are objects too: `drop user`.
    Info,
    /// Functions that take values apart, used to ask one bit at a time.
    Probe,
    /// Procedures of the server's shell.
    Shell,
    /// Columns that hold what must not leave.
    Sensitive,
    /// English words that no name in a query is.
    Article,
}
