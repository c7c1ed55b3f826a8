//! The pure rules of measuring: value and interval, light, trend, gap, forecast, and which months a period holds.

mod forecast;
mod gap;
mod light;
mod month;
mod trend;
mod value;

pub use forecast::{Forecast, Observed, forecast};
pub use gap::{Gap, gap};
pub use light::{Judged, Shine, judge};
pub use month::{Month, Span, Window, choose};
pub use trend::{Trend, trend};
pub use value::{Counted, How, Kind, Measured, Total, measured};
