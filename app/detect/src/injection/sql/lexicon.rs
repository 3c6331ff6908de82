use super::word::Word;

const LISTS: &[(Word, &str)] = &[
    (Word::Or, "or"),
    (Word::And, "and"),
    (Word::Xor, "xor"),
    (Word::Not, "not"),
    (Word::Unary, "binary any some"),
    (Word::Infix, "div mod collate"),
    (Word::Union, "union"),
    (Word::Every, "all distinct distinctrow"),
    (Word::Select, "select"),
    (Word::From, "from"),
    (Word::Where, "where"),
    (Word::Having, "having"),
    (Word::Group, "group"),
    (Word::Order, "order"),
    (Word::By, "by"),
    (Word::Limit, "limit offset top"),
    (Word::Like, "like rlike regexp ilike glob similar"),
    (Word::In, "in"),
    (Word::Is, "is"),
    (Word::Between, "between"),
    (Word::Fixed, "null true false"),
    (Word::Exists, "exists"),
    (Word::Case, "case"),
    (Word::When, "when"),
    (Word::Then, "then"),
    (Word::If, "if iif"),
    (Word::Insert, "insert"),
    (Word::Into, "into"),
    (Word::Update, "update"),
    (Word::Set, "set"),
    (Word::Delete, "delete"),
    (Word::Drop, "drop"),
    (Word::Truncate, "truncate"),
    (Word::Alter, "alter"),
    (Word::Create, "create"),
    (Word::Object, "table view index function login role column trigger tablespace extension alias sequence"),
    (Word::Procedure, "procedure proc"),
    (Word::Exec, "exec execute"),
    (Word::Declare, "declare"),
    (Word::Shutdown, "shutdown"),
    (Word::Waitfor, "waitfor"),
    (Word::Delay, "delay time"),
    (Word::Begin, "begin"),
    (Word::Call, "call"),
    (Word::Grant, "grant revoke"),
    (Word::Verb, "merge rename backup restore attach handler prepare deallocate vacuum replace reconfigure bulk"),
    (Word::Soft, "use copy load kill do show"),
    (Word::Goto, "goto"),
    (Word::Values, "values"),
    (Word::With, "with"),
    (Word::As, "as"),
    (Word::Join, "join"),
    (Word::Explain, "explain"),
    (Word::Sleep, "sleep"),
    (Word::Wait, "pg_sleep pg_sleep_for pg_sleep_until receive_message dbms_lock dbms_session dbms_pipe"),
    (Word::Benchmark, "benchmark"),
    (Word::Heavy, "randomblob zeroblob generate_series"),
    (
        Word::Loud,
        "extractvalue updatexml gtid_subset gtid_subtract utl_inaddr utl_http drithsx dbms_ldap dbms_xmlgen dbms_utility \
        json_keys name_const st_latfromgeohash st_longfromgeohash st_pointfromgeohash httpuritype xmltype",
    ),
    (Word::Geometry, "multipoint polygon multipolygon geometrycollection linestring multilinestring"),
    (Word::Convert, "cast convert try_cast"),
    (Word::Floor, "floor"),
    (Word::Rand, "rand"),
    (Word::Exp, "exp"),
    (Word::Char, "char chr nchar"),
    (Word::Concat, "concat concat_ws group_concat string_agg xmlagg"),
    (Word::File, "load_file pg_read_file pg_ls_dir utl_file openrowset opendatasource openquery"),
    (Word::Dump, "outfile dumpfile"),
    (Word::Analyse, "analyse analyze"),
    (
        Word::Catalog,
        "information_schema sysobjects syscolumns sysusers sysdatabases pg_catalog pg_shadow pg_user pg_class pg_database \
        pg_tables pg_authid all_tables all_tab_columns all_users user_tables user_tab_columns dba_users dba_tables \
        sqlite_master sqlite_schema msysobjects syscat sysibm rdb$relations v$version dual xp_msver mysql sys domain",
    ),
    (
        Word::Info,
        "version database schema current_user system_user session_user user user_name db_name current_database suser_sname \
        suser_name host_name current_schema is_srvrolemember is_member current_role connection_id serverproperty",
    ),
    (
        Word::Probe,
        "ascii ord unicode substring substr mid left right length len char_length character_length datalength lower upper \
        hex unhex bin ifnull isnull nullif coalesce count instr locate position strcmp elt make_set row row_count pi cos sin \
        tan round md5 sha1 to_char conv greatest least sqrt abs power bit_length field find_in_set oct reverse lpad rpad \
        make_date bitand typeof sounds sqlite_version makedate nvl decode rownum quote load_extension",
    ),
    (Word::Shell, "sp_executesql"),
    (
        Word::Sensitive,
        "password passwd pass pwd passhash password_hash passwordhash user_pass user_password userpass ssn creditcard \
        credit_card ccnumber cc_number card_number cardnumber cvv secret api_key apikey token pin pin_code salt private_key \
        passphrase session_token login_password admin_pass hashed_password pass_hash pwd_hash ccnum iban tax_id",
    ),
    (Word::Article, "the an my your this that these those it me us our them their his her its"),
];

const SLOTS: usize = 1024;

/// Open addressing over the packed word; 0 is a free slot. What a word means lies apart, so that its key fills its place.
struct Table {
    keys: [u128; SLOTS],
    words: [Word; SLOTS],
}

static TABLE: Table = build();

const fn build() -> Table {
    let mut table = Table { keys: [0; SLOTS], words: [Word::Plain; SLOTS] };
    let mut list = 0;
    while list < LISTS.len() {
        let (word, text) = LISTS[list];
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            while at < bytes.len() && bytes[at] != b' ' {
                at += 1;
            }
            if at > start {
                let packed = pack_const(bytes, start, at);
                let mut slot = slot_of(packed);
                while table.keys[slot] != 0 {
                    slot = (slot + 1) % SLOTS;
                }
                table.keys[slot] = packed;
                table.words[slot] = word;
            }
            at += 1;
        }
        list += 1;
    }
    table
}

const CASE: u128 = u128::from_le_bytes([0x20; 16]);
const LONGEST: usize = 16;

const fn pack_const(bytes: &[u8], start: usize, end: usize) -> u128 {
    let mut packed = 0_u128;
    let mut at = start;
    while at < end && at - start < LONGEST {
        packed |= ((bytes[at] | 0x20) as u128) << (8 * (at - start));
        at += 1;
    }
    packed
}

const fn slot_of(packed: u128) -> usize {
    let mixed = (packed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ ((packed >> 64) as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    (mixed >> 54) as usize
}

/// The lengths of the listed words by their first two letters, as bits; most words of a text end here.
static LENGTHS: [u32; 1024] = lengths();

const fn lengths() -> [u32; 1024] {
    let mut lengths = [0; 1024];
    let mut slot = 0;
    while slot < SLOTS {
        let packed = TABLE.keys[slot];
        if packed != 0 {
            lengths[pair_of(packed as u8, (packed >> 8) as u8)] |= 1 << (16 - packed.leading_zeros() / 8);
        }
        slot += 1;
    }
    // Names of the server's shell are known by their beginning.
    lengths[pair_of(b'x', b'p')] = u32::MAX;
    lengths[pair_of(b's', b'p')] = u32::MAX;
    lengths
}

const fn pair_of(first: u8, second: u8) -> usize {
    (first as usize & 31) << 5 | (second as usize & 31)
}

/// Looks a word up. Setting the bit that makes letters small maps other word bytes to themselves or to what no word
/// holds, so it needs no test per byte. Words above 16 bytes are known by their first 16.
#[inline(always)]
pub(super) fn lookup(bytes: &[u8], start: usize, end: usize) -> Word {
    let length = (end - start).min(LONGEST);
    let Some([first, second]) = bytes.get(start..start + 2) else { return Word::Plain };
    let may_be_known = LENGTHS.get(pair_of(*first, *second)).is_some_and(|lengths| lengths >> length & 1 == 1);
    if may_be_known { known(bytes, start, end) } else { Word::Plain }
}

fn known(bytes: &[u8], start: usize, end: usize) -> Word {
    let length = (end - start).min(LONGEST);
    let packed = match bytes.get(start..start + LONGEST).and_then(|run| <[u8; 16]>::try_from(run).ok()) {
        Some(run) => (u128::from_le_bytes(run) | CASE) & (u128::MAX >> (8 * (LONGEST - length))),
        None => pack_const(bytes, start, end.min(bytes.len())),
    };
    find(packed)
}

fn find(packed: u128) -> Word {
    const SHELL: [u128; 2] = [pack_const(b"xp_", 0, 3), pack_const(b"sp_", 0, 3)];
    let mut slot = slot_of(packed);
    while let Some(held) = TABLE.keys.get(slot) {
        if *held == packed {
            return TABLE.words.get(slot).copied().unwrap_or(Word::Plain);
        }
        if *held == 0 {
            break;
        }
        slot = (slot + 1) % SLOTS;
    }
    let is_shell = SHELL.contains(&(packed & 0x00ff_ffff)) && packed >> 40 != 0;
    if is_shell { Word::Shell } else { Word::Plain }
}

#[cfg(test)]
mod tests {
    use super::{super::statement::is_opener, *};

    fn check(text: &str, expected: Word) {
        assert_eq!(lookup(text.as_bytes(), 0, text.len()), expected, "{text}");
        let longer = format!("{text} and more text behind it");
        assert_eq!(lookup(longer.as_bytes(), 0, text.len()), expected, "{longer}");
    }

    #[test]
    fn words_are_known_in_any_case() {
        check("or", Word::Or);
        check("UNION", Word::Union);
        check("SeLeCt", Word::Select);
        check("INFORMATION_SCHEMA", Word::Catalog);
        check("current_database", Word::Info);
        check("xp_anything", Word::Shell);
        check("house", Word::Plain);
        check("x", Word::Plain);
        check("orx", Word::Plain);
    }

    #[test]
    fn what_opens_a_statement_is_looked_at() {
        for (word, _) in LISTS {
            assert!(!is_opener(*word) || !word.groups().is_empty(), "{word:?}");
        }
    }

    #[test]
    fn every_listed_word_is_found_under_its_own_meaning() {
        for (word, list) in LISTS {
            for text in list.split_whitespace().filter(|text| text.len() <= LONGEST) {
                let found = lookup(text.as_bytes(), 0, text.len());
                assert_eq!(found, *word, "{text}");
            }
        }
    }
}
