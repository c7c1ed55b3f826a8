//! Flows as BPMN 2.0 XML: the subset that flows know, with the places of its diagram (BPMNDI).
//! What only a flow says (role, time, result) stands in extension elements of our own namespace, which other programs keep.
//! Source: OMG BPMN 2.0.2 (formal/2013-12-09), chapters 10 and 12.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Unread, read};
pub use write::write;

/// Namespaces.
pub(crate) const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
pub(crate) const DI: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
pub(crate) const DC: &str = "http://www.omg.org/spec/DD/20100524/DC";
pub(crate) const DD: &str = "http://www.omg.org/spec/DD/20100524/DI";
pub(crate) const OWN: &str = "https://motcua.vn/ns/flow/1";
