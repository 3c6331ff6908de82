use gate::problem::Problem;
use serde::{Serialize, Serializer, ser::Error as _};
use time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset, format_description::well_known::Rfc3339, macros::format_description};
use utoipa::ToSchema;

/// A time on the wire: RFC 3339 in UTC with at most six digits of a second, which every SDK reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = DateTime)]
pub struct Stamp(pub OffsetDateTime);

impl Stamp {
    fn text(self) -> Result<String, time::error::Format> {
        let utc = self.0.to_offset(UtcOffset::UTC);
        let whole_micros = utc.nanosecond() / 1_000 * 1_000;
        utc.replace_nanosecond(whole_micros).unwrap_or(utc).format(&Rfc3339)
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text().map_err(S::Error::custom)?)
    }
}

/// Reads a time as SDKs write them: RFC 3339, one whose `+` became a space on the way, one without an offset (UTC), or a
/// day (its start).
pub fn read_time(field: &'static str, text: &str) -> Result<OffsetDateTime, Problem> {
    let day = format_description!("[year]-[month]-[day]");
    let local = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second][optional [.[subsecond]]]");
    let text = text.trim();
    let plus = text.rsplit_once(' ').map_or_else(|| text.to_owned(), |(time, offset)| format!("{time}+{offset}"));
    OffsetDateTime::parse(&plus, &Rfc3339)
        .or_else(|_| PrimitiveDateTime::parse(text, local).map(PrimitiveDateTime::assume_utc))
        .or_else(|_| Date::parse(text, day).map(|date| date.midnight().assume_utc()))
        .map_err(|_| Problem::invalid(field, "is not a time: use RFC 3339, for example 2026-01-31T12:00:00Z"))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn times_are_written_in_microseconds_of_utc() {
        let at = datetime!(2026-01-31 12:00:00.123456789 +2);

        assert_eq!(serde_json::to_value(Stamp(at)).unwrap(), "2026-01-31T10:00:00.123456Z");
        assert_eq!(serde_json::to_value(Stamp(datetime!(2026-01-31 12:00 UTC))).unwrap(), "2026-01-31T12:00:00Z");
    }

    #[test]
    fn times_are_read_as_sdks_write_them() {
        for text in [
            "2026-01-31T12:00:00Z",
            "2026-01-31T12:00:00+00:00",
            "2026-01-31T12:00:00 00:00",
            "2026-01-31T12:00:00",
            "2026-01-31T12:00:00.000",
            "2026-01-31T13:00:00+01:00",
        ] {
            assert_eq!(read_time("since", text).unwrap(), datetime!(2026-01-31 12:00 UTC), "{text}");
        }
        assert_eq!(read_time("since", "2026-01-31").unwrap(), datetime!(2026-01-31 0:00 UTC));
        for text in ["", "yesterday", "2026-13-01", "99999999999"] {
            assert_eq!(read_time("since", text).unwrap_err().status, 400, "{text}");
        }
    }
}
