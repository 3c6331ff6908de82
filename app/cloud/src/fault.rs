use std::error::Error as StdError;

use aws_sdk_kms::error::{ProvideErrorMetadata, SdkError};
use vault::Error;

/// What a failed call of the key service means to whoever asked.
pub(crate) fn of_key_service<E>(key: &str, error: SdkError<E>) -> Error
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    let meaning = if let SdkError::ServiceError(answer) = &error {
        meaning(answer.err().code().unwrap_or_default(), answer.raw().status().as_u16())
    } else {
        // No answer at all, or none that can be read.
        Meaning::Unavailable
    };
    match meaning {
        Meaning::Unavailable => Error::KeyServiceUnavailable(Box::new(error)),
        Meaning::OtherContext => Error::CannotOpen,
        Meaning::Refused => Error::KeyServiceRefused { key: key.to_owned(), why: Box::new(error) },
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Unavailable,
    OtherContext,
    Refused,
}

fn meaning(code: &str, status: u16) -> Meaning {
    match code {
        "InvalidCiphertextException" | "IncorrectKeyException" => Meaning::OtherContext,
        "ThrottlingException" | "DependencyTimeoutException" | "KMSInternalException" | "KeyUnavailableException" => Meaning::Unavailable,
        _ if status >= 500 => Meaning::Unavailable,
        _ => Meaning::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_told_from_what_somebody_must_mend() {
        for (code, status) in [("ThrottlingException", 400), ("KMSInternalException", 500), ("", 503), ("Unknown", 502)] {
            assert_eq!(meaning(code, status), Meaning::Unavailable, "{code} {status}");
        }
        for code in ["AccessDeniedException", "NotFoundException", "DisabledException", "KMSInvalidStateException", ""] {
            assert_eq!(meaning(code, 400), Meaning::Refused, "{code}");
        }
        assert_eq!(meaning("InvalidCiphertextException", 400), Meaning::OtherContext);
    }
}
