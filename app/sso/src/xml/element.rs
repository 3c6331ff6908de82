/// One element, with its names resolved.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// Namespace (empty for none), name, value; declarations of namespaces are left out.
    pub(crate) attributes: Vec<(String, String, String)>,
    pub(crate) children: Vec<Element>,
    /// The text directly inside, joined.
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    /// An attribute without a namespace.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(ns, own, _)| ns.is_empty() && own == name).map(|(_, _, value)| value.as_str())
    }

    pub(crate) fn all<'e>(&'e self, namespace: &'e str, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.is(namespace, name))
    }

    /// The only child of this name; `None` when there is none or more than one.
    pub(crate) fn only(&self, namespace: &str, name: &str) -> Option<&Element> {
        let mut found = self.children.iter().filter(|child| child.is(namespace, name));
        found.next().filter(|_| found.next().is_none())
    }

    /// The text without the white space around it.
    pub(crate) fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// Calls for this element and every one below; the depth is bounded by the reader.
    pub(crate) fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Element)) {
        visit(self);
        for child in &self.children {
            child.walk(visit);
        }
    }
}
