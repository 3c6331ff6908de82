use quick_xml::{
    NsReader, XmlVersion,
    events::{BytesDecl, BytesRef, BytesStart, Event},
    name::{NamespaceResolver, PrefixDeclaration, ResolveResult},
};

use super::{Element, XmlFault};

/// What a text may cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) bytes: usize,
    pub(crate) elements: usize,
    pub(crate) depth: usize,
    pub(crate) attributes: usize,
    pub(crate) comments: Comments,
}

/// Whether comments are skipped. In a signed message they are refused: two readers may join the text around one differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comments {
    Skipped,
    Refused,
}

/// Reads a whole document.
pub(crate) fn read(xml: &[u8], limits: &Limits) -> Result<Element, XmlFault> {
    if xml.len() > limits.bytes {
        return Err(XmlFault::TooLarge);
    }
    let text = std::str::from_utf8(xml).map_err(|_| XmlFault::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')) {
        return Err(XmlFault::Malformed);
    }
    Tree { limits, open: Vec::new(), root: None, elements: 0 }.whole(text)
}

struct Tree<'l> {
    limits: &'l Limits,
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl Tree<'_> {
    fn whole(mut self, text: &str) -> Result<Element, XmlFault> {
        let mut reader = NsReader::from_str(text);
        let mut at_start = true;
        loop {
            let event = reader.read_event().map_err(|_| XmlFault::Malformed)?;
            match event {
                Event::Decl(declaration) if at_start => is_utf8(&declaration)?,
                Event::Start(start) => self.start(&start, reader.resolver())?,
                Event::Empty(start) => {
                    self.start(&start, reader.resolver())?;
                    self.end()?;
                }
                Event::End(_) => self.end()?,
                Event::Text(text) => self.text(&text.xml10_content().map_err(|_| XmlFault::Malformed)?)?,
                Event::GeneralRef(reference) => self.text(character(&reference)?.encode_utf8(&mut [0; 4]))?,
                Event::Comment(_) if self.limits.comments == Comments::Skipped => {}
                Event::Comment(_) => return Err(XmlFault::Comment),
                Event::CData(_) => return Err(XmlFault::CData),
                Event::PI(_) => return Err(XmlFault::Instruction),
                Event::DocType(_) => return Err(XmlFault::DocumentType),
                Event::Decl(_) => return Err(XmlFault::Malformed),
                Event::Eof => break,
            }
            at_start = false;
        }
        self.root.filter(|_| self.open.is_empty()).ok_or(XmlFault::Malformed)
    }

    fn start(&mut self, start: &BytesStart<'_>, names: &NamespaceResolver) -> Result<(), XmlFault> {
        self.elements += 1;
        if self.elements > self.limits.elements || self.open.len() >= self.limits.depth {
            return Err(XmlFault::TooManyElements);
        }
        if self.root.is_some() {
            return Err(XmlFault::Malformed);
        }
        let (namespace, name) = names.resolve_element(start.name());
        let mut element = Element { namespace: bound(&namespace)?, name: utf8(name.as_ref())?, ..Element::default() };
        self.read_attributes(start, names, &mut element)?;
        self.open.push(element);
        Ok(())
    }

    /// Counts before it compares: looking for a name that stands twice takes time by the square of their number.
    fn read_attributes(&self, start: &BytesStart<'_>, names: &NamespaceResolver, element: &mut Element) -> Result<(), XmlFault> {
        if start.attributes().with_checks(false).take(self.limits.attributes + 1).count() > self.limits.attributes {
            return Err(XmlFault::TooManyAttributes);
        }
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| XmlFault::Malformed)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| XmlFault::Entity)?;
            if value.contains('<') && attribute.value.contains(&b'<') {
                return Err(XmlFault::Malformed);
            }
            if let Some(declaration) = attribute.key.as_namespace_binding() {
                may_bind(&declaration, &value)?;
                continue;
            }
            let (namespace, name) = names.resolve_attribute(attribute.key);
            let (namespace, name) = (bound(&namespace)?, utf8(name.as_ref())?);
            if element.attributes.iter().any(|(ns, own, _)| *ns == namespace && *own == name) {
                return Err(XmlFault::Malformed);
            }
            element.attributes.push((namespace, name, value.into_owned()));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), XmlFault> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.chars().all(char::is_whitespace) => {}
            None => return Err(XmlFault::Malformed),
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), XmlFault> {
        let element = self.open.pop().ok_or(XmlFault::Malformed)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }
}

fn is_utf8(declaration: &BytesDecl<'_>) -> Result<(), XmlFault> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case(b"utf-8") => Ok(()),
        Some(_) => Err(XmlFault::NotUtf8),
    }
}

/// A character reference, or one of the five entities of XML itself.
fn character(reference: &BytesRef<'_>) -> Result<char, XmlFault> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| XmlFault::Malformed)? {
        let allowed = matches!(character, '\t' | '\n' | '\r') || !character.is_control();
        return if allowed { Ok(character) } else { Err(XmlFault::Malformed) };
    }
    match reference.decode().map_err(|_| XmlFault::Malformed)?.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(XmlFault::Entity),
    }
}

/// A prefix may not be bound to nothing, which XML 1.0 does not know and readers treat differently.
fn may_bind(declaration: &PrefixDeclaration<'_>, value: &str) -> Result<(), XmlFault> {
    match declaration {
        PrefixDeclaration::Named(_) if value.is_empty() => Err(XmlFault::Malformed),
        PrefixDeclaration::Named(_) | PrefixDeclaration::Default => Ok(()),
    }
}

fn bound(namespace: &ResolveResult<'_>) -> Result<String, XmlFault> {
    match namespace {
        ResolveResult::Bound(namespace) => utf8(namespace.as_ref()),
        ResolveResult::Unbound => Ok(String::new()),
        ResolveResult::Unknown(_) => Err(XmlFault::Malformed),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, XmlFault> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| XmlFault::NotUtf8)
}

#[cfg(test)]
mod tests;
