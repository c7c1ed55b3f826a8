//! The pure rules of measuring: value and interval, light, trend, gap, forecast, and which months a period holds;
//! the seal of a reading's evidence, and when something turned.

mod forecast;
mod funnel;
mod gap;
mod light;
mod month;
mod scenario;
mod seal;
mod suppress;
mod tiles;
mod trend;
mod turn;
mod value;

pub use forecast::{Forecast, Observed, forecast};
pub use funnel::{Chance, FAR, OUTSIDE, chance, curve};
pub use gap::{Gap, gap};
pub use light::{Judged, Shine, judge};
pub use month::{Month, Span, Window, choose};
pub use scenario::{Outcome, Rule, level, lifted};
pub use seal::{Chunk, Moved, chunk, line, moved, whole};
pub use suppress::{Cell, suppress};
pub use tiles::{Tile, band, bands, tiles};
pub use trend::{Trend, trend};
pub use turn::{Outlook, Stood, Turn, turned};
pub use value::{Counted, How, Kind, Measured, Total, measured};
