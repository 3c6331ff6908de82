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
