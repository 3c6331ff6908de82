use governance::limits::Lane;

/// A rate-limit lane as a type.
pub trait DrawsOn: Send + Sync + 'static {
    /// The lane.
    const LANE: Lane;
}

macro_rules! lanes {
    ($($name:ident => $lane:ident),+ $(,)?) => {
        $(#[doc = concat!("Draws on [`Lane::", stringify!($lane), "`].")]
          #[derive(Debug)] pub enum $name {}
          impl DrawsOn for $name { const LANE: Lane = Lane::$lane; })+
    };
}

lanes! {
    StandardLane => Standard,
    PreCheckLane => PreCheck,
    McpLane => Mcp,
    BulkLane => Bulk,
}
