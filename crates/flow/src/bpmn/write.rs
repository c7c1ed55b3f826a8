//! A flow to BPMN 2.0 XML with its diagram.

use super::{DC, DD, DI, MODEL, OWN};
use crate::draw::escape;
use crate::layout::placed;
use crate::model::{Flow, Kind, Link, Node, Place};
use kernel::Amount;
use serde::Serialize;
use std::fmt::Write as _;

/// Writes it under a name; nodes without a place are laid out.
pub fn write(flow: &Flow, id: &str, name: &str) -> String {
    let flow = placed(flow);
    let id = escape(id);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"{MODEL}\" xmlns:bpmndi=\"{DI}\" xmlns:dc=\"{DC}\" \
         xmlns:di=\"{DD}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:mc=\"{OWN}\" id=\"d-{id}\" \
         targetNamespace=\"{OWN}\" exporter=\"motcua\">\n  <process id=\"{id}\" name=\"{}\" isExecutable=\"false\">\n",
        escape(name)
    );
    for node in &flow.nodes {
        element(&mut out, &flow, node);
    }
    for link in &flow.links {
        sequence(&mut out, link);
    }
    let _ = write!(
        out,
        "  </process>\n  <bpmndi:BPMNDiagram id=\"g-{id}\">\n    <bpmndi:BPMNPlane id=\"p-{id}\" bpmnElement=\"{id}\">\n"
    );
    for node in &flow.nodes {
        if let Some(place) = node.at {
            shape(&mut out, node, place);
        }
    }
    for link in &flow.links {
        edge(&mut out, &flow, link);
    }
    out.push_str("    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n</definitions>\n");
    out
}

fn element(out: &mut String, flow: &Flow, node: &Node) {
    let (key, name) = (escape(&node.key), escape(&node.name));
    let mut inner = String::new();
    let tag = match &node.kind {
        Kind::Start => "startEvent",
        Kind::End => "endEvent",
        Kind::Step(step) => {
            own(&mut inner, "step", step);
            "userTask"
        }
        Kind::Action(action) => {
            own(&mut inner, "action", action);
            "serviceTask"
        }
        Kind::Choice => "exclusiveGateway",
        Kind::Split | Kind::Join => "parallelGateway",
        Kind::Timer(timer) => {
            own(&mut inner, "timer", timer);
            "intermediateCatchEvent"
        }
    };
    for link in flow.incoming(&node.key) {
        let _ = writeln!(inner, "      <incoming>{}</incoming>", escape(&link.key));
    }
    for link in flow.outgoing(&node.key) {
        let _ = writeln!(inner, "      <outgoing>{}</outgoing>", escape(&link.key));
    }
    let mut more = String::new();
    match &node.kind {
        Kind::Choice => {
            if let Some(link) = flow.outgoing(&node.key).find(|link| link.when.is_none()) {
                let _ = write!(more, " default=\"{}\"", escape(&link.key));
            }
        }
        Kind::Split => more.push_str(" gatewayDirection=\"Diverging\""),
        Kind::Join => more.push_str(" gatewayDirection=\"Converging\""),
        Kind::Timer(timer) => {
            let _ = writeln!(
                inner,
                "      <timerEventDefinition><timeDuration xsi:type=\"tFormalExpression\">{}</timeDuration></timerEventDefinition>",
                duration(timer.wait)
            );
        }
        Kind::Start | Kind::End | Kind::Step(_) | Kind::Action(_) => {}
    }
    let _ = writeln!(out, "    <{tag} id=\"{key}\" name=\"{name}\"{more}>\n{inner}    </{tag}>");
}

/// What only a flow says, as JSON: the very form in which it is kept.
fn own(out: &mut String, tag: &str, what: &impl Serialize) {
    let json = serde_json::to_string(what).unwrap_or_default();
    let _ =
        writeln!(out, "      <extensionElements><mc:{tag}>{}</mc:{tag}></extensionElements>", escape(&json));
}

/// ISO 8601, in which hours and days are those of the clock; the own element says that they are worked ones.
fn duration(amount: Amount) -> String {
    match amount {
        Amount::WorkingMinutes(n) => format!("PT{n}M"),
        Amount::WorkingHours(n) => format!("PT{n}H"),
        Amount::HalfDays(n) => format!("PT{}H", u64::from(n) * 12),
        Amount::WorkingDays(n) | Amount::Days(n) => format!("P{n}D"),
        Amount::Months(n) => format!("P{n}M"),
    }
}

fn sequence(out: &mut String, link: &Link) {
    let name = if link.name.is_empty() { String::new() } else { format!(" name=\"{}\"", escape(&link.name)) };
    let _ = write!(
        out,
        "    <sequenceFlow id=\"{}\"{name} sourceRef=\"{}\" targetRef=\"{}\"",
        escape(&link.key),
        escape(&link.from),
        escape(&link.to)
    );
    match &link.when {
        None => out.push_str("/>\n"),
        Some(guard) => {
            let _ = writeln!(
                out,
                ">\n      <conditionExpression xsi:type=\"tFormalExpression\">{}</conditionExpression>\n    </sequenceFlow>",
                escape(&guard.to_string())
            );
        }
    }
}

fn shape(out: &mut String, node: &Node, at: Place) {
    let key = escape(&node.key);
    let mark = if node.kind == Kind::Choice { " isMarkerVisible=\"true\"" } else { "" };
    let _ = writeln!(
        out,
        "      <bpmndi:BPMNShape id=\"s-{key}\" bpmnElement=\"{key}\"{mark}><dc:Bounds x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></bpmndi:BPMNShape>",
        at.x, at.y, at.width, at.height
    );
}

/// An edge from the right side of a shape to the left one of the other; back, from below to below.
fn edge(out: &mut String, flow: &Flow, link: &Link) {
    let place = |key: &str| flow.node(key).and_then(|node| node.at);
    let Some((from, to)) = place(&link.from).zip(place(&link.to)) else { return };
    let points = if to.x > from.x + from.width {
        vec![(from.x + from.width, from.y + from.height / 2), (to.x, to.y + to.height / 2)]
    } else {
        let low = (from.y + from.height).max(to.y + to.height) + 24;
        let (x, tx) = (from.x + from.width / 2, to.x + to.width / 2);
        vec![(x, from.y + from.height), (x, low), (tx, low), (tx, to.y + to.height)]
    };
    let key = escape(&link.key);
    let _ = write!(out, "      <bpmndi:BPMNEdge id=\"e-{key}\" bpmnElement=\"{key}\">");
    for (x, y) in points {
        let _ = write!(out, "<di:waypoint x=\"{x}\" y=\"{y}\"/>");
    }
    out.push_str("</bpmndi:BPMNEdge>\n");
}
