//! JSON that every reader understands alike. Readers differ in which of two equal keys they keep, so a text that has both
//! could mean something else to a person, to a policy and to a verifier.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

/// Marks our own refusals inside a parser's error text: the words between two of it are for people.
pub const OWN: &str = "\u{1}";

/// What a text may hold besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nul {
    /// NUL characters are read like others.
    Kept,
    /// A NUL character refuses the text: what is stored cannot hold one.
    Refused,
}

/// Reads one JSON text; a key that stands twice in one object refuses it.
pub fn parse(text: &[u8], nul: Nul) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = nul.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

impl<'de> DeserializeSeed<'de> for Nul {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nul {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without repeated keys")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| own("The body holds a number without a value."))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.checked(value).map(Value::String)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let key = self.checked(key)?;
            if fields.contains_key(&key) {
                let shown: String = key.chars().take(60).collect();
                return Err(own(&format!("The body has the key `{shown}` twice in one object.")));
            }
            fields.insert(key, map.next_value_seed(self)?);
        }
        Ok(Value::Object(fields))
    }
}

impl Nul {
    fn checked<E: Error>(self, text: String) -> Result<String, E> {
        if self == Self::Refused && text.contains('\0') {
            return Err(own("The body holds a NUL character, which no text here may hold."));
        }
        Ok(text)
    }
}

fn own<E: Error>(sentence: &str) -> E {
    E::custom(format_args!("{OWN}{sentence}{OWN}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_json_and_refuses_repeated_keys() {
        let value = json!({"a": [1, -2, 1.5, null, true, "x\n"], "b": {}, "c": u64::MAX});

        for nul in [Nul::Kept, Nul::Refused] {
            assert_eq!(parse(value.to_string().as_bytes(), nul).ok(), Some(value.clone()));
            for bad in [r#"{"a":1,"a":1}"#, r#"[{"a":{"b":1,"c":2,"b":3}}]"#, r#"{"a":1,"\u0061":2}"#, "{", "{} {}", "\"\\ud800\""] {
                assert!(parse(bad.as_bytes(), nul).is_err(), "{bad}");
            }
        }
    }

    #[test]
    fn a_nul_is_refused_where_that_is_asked() {
        for text in [r#""a\u0000""#, r#"{"a\u0000":1}"#, r#"[{"a":["\u0000"]}]"#] {
            assert!(parse(text.as_bytes(), Nul::Kept).is_ok(), "{text}");
            assert!(parse(text.as_bytes(), Nul::Refused).is_err_and(|error| error.to_string().contains("NUL")), "{text}");
        }
    }
}
