//! What the building block calls things: ids, states, fields, and the periods of its statistics.

mod ids;
mod names;
mod period;

pub use ids::{Step, eform_id, eform_of, is_client, service_id};
pub use names::{named, status_code};
pub use period::{Frame, Span, Tally, spans, tally};
