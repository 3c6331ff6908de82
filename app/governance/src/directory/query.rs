use scim::{Condition, Filter, Kind, Page, Projection, Schemas};
use store::directory::Slice;

/// What a list, or one resource, is asked for.
#[derive(Debug, Clone)]
pub struct Query {
    pub(super) condition: Option<Condition>,
    pub(super) page: Page,
    /// Which attributes the answer has.
    pub projection: Projection,
}

impl Query {
    /// Reads the parameters of a query (RFC 7644 section 3.4.2).
    pub fn read(schemas: &Schemas, kind: Kind, parameter: impl Fn(&str) -> Option<String>) -> scim::Result<Self> {
        let filter = parameter("filter").filter(|text| !text.trim().is_empty());
        Ok(Self {
            condition: filter.map(|text| Filter::parse(&text)?.resolve(schemas, kind)).transpose()?,
            page: Page::read(parameter("startIndex").as_deref(), parameter("count").as_deref())?,
            projection: Projection::read(parameter("attributes").as_deref(), parameter("excludedAttributes").as_deref()),
        })
    }

    pub(super) const fn slice(&self) -> Slice {
        Slice { offset: self.page.offset(), limit: self.page.count }
    }
}
