//! XML as single sign-on needs it: small, plain, and read once into a tree. What is not needed is refused, so that there is
//! nothing in it which two readers could understand differently.

mod element;
mod read;

pub(crate) use element::Element;
pub(crate) use quick_xml::escape::escape;
pub(crate) use read::{Comments, Limits, read};

pub(crate) const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
pub(crate) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
pub(crate) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
pub(crate) const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Why a text is not XML that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum XmlFault {
    /// Longer than the limit.
    #[error("it is larger than allowed")]
    TooLarge,
    /// Not UTF-8, or declared to be something else.
    #[error("it is not UTF-8 text")]
    NotUtf8,
    /// A document type, with or without entities.
    #[error("it holds a document type declaration")]
    DocumentType,
    /// A processing instruction.
    #[error("it holds a processing instruction")]
    Instruction,
    /// A comment where none belongs.
    #[error("it holds a comment")]
    Comment,
    /// A CDATA section.
    #[error("it holds a CDATA section")]
    CData,
    /// An entity that XML itself does not define.
    #[error("it holds an entity")]
    Entity,
    /// Too many elements, or too deep.
    #[error("it holds too many elements")]
    TooManyElements,
    /// Too many attributes on one element.
    #[error("an element has too many attributes")]
    TooManyAttributes,
    /// Not well formed.
    #[error("it is not well-formed XML")]
    Malformed,
}
