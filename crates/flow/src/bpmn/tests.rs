//! The public interchange models that use the subset, there and back with their places; and what is refused, by its name.

use super::{Unread, read, write};
use crate::model::{Flow, Kind, Place};
use crate::tests::sample;
use crate::{Guard, placed};

const STRAIGHT: &str = include_str!("models/A.1.0.bpmn");
const GATEWAYS: &str = include_str!("models/A.2.0.bpmn");

/// Names of the nodes and of what each leads to.
fn shape(flow: &Flow) -> Vec<(String, Vec<String>)> {
    let name = |key: &str| flow.node(key).unwrap().name.clone();
    flow.nodes
        .iter()
        .map(|n| (n.name.clone(), flow.outgoing(&n.key).map(|l| name(&l.to)).collect()))
        .collect()
}

#[test]
fn the_straight_model_of_the_interchange_suite_comes_back_as_it_came() {
    let flow = read(STRAIGHT.as_bytes()).unwrap();
    let way: Vec<String> = shape(&flow).into_iter().map(|(name, _)| name).collect();
    assert_eq!(way, ["Start Event", "Task 1", "Task 2", "Task 3", "End Event"]);
    assert_eq!(flow.nodes[1].at, Some(Place { x: 258, y: 317, width: 83, height: 68 }));
    assert_eq!(read(write(&flow, "a", "A.1.0").as_bytes()).unwrap(), flow);
}

#[test]
fn the_model_with_gateways_comes_back_with_three_ways_and_their_meeting() {
    let flow = read(GATEWAYS.as_bytes()).unwrap();
    let shape = shape(&flow);
    let of = |name: &str| shape.iter().find(|(n, _)| n == name).unwrap().1.clone();
    assert_eq!(of("Gateway (Split Flow)"), ["Task 2", "Task 3", "Task 4"]);
    assert_eq!(of("Gateway (Merge Flows)"), ["End Event"]);
    assert_eq!(flow.nodes.iter().filter(|n| n.kind == Kind::Choice).count(), 2);
    let back = read(write(&flow, "a", "A.2.0").as_bytes()).unwrap();
    assert_eq!(back, flow, "ids, names, links and places");
    // The suite's gateway has ways without conditions: not to be published so, and said so.
    let faults: Vec<_> =
        crate::check(&flow, &crate::Surroundings::default()).into_iter().map(|f| f.fault).collect();
    assert!(faults.contains(&crate::Fault::ManyDefaults) && faults.contains(&crate::Fault::NoRole));
}

#[test]
fn what_flows_do_not_know_is_named_and_nothing_is_taken() {
    let more = "<semantic:subProcess id=\"_p\" name=\"Chi tiết\"/><semantic:inclusiveGateway id=\"_i\"/></semantic:process>";
    let text = STRAIGHT.replace("</semantic:process>", more);
    let refused = read(text.as_bytes()).unwrap_err();
    assert_eq!(refused, Unread::Unknown(vec!["subProcess “Chi tiết”".into(), "inclusiveGateway".into()]));
    assert!(matches!(read(b"<a"), Err(Unread::Xml(_))));
    assert_eq!(read(b"<a/>"), Err(Unread::NoProcess));
    let twice = STRAIGHT.replace("id=\"_t2\"", "id=\"_t1\"");
    assert_eq!(read(twice.as_bytes()), Err(Unread::Id("_t1".into())));
    for id in ["moi", "a/b", "x?y", "1t", "a=b"] {
        let odd = STRAIGHT.replace("id=\"_t2\"", &format!("id=\"{id}\""));
        assert!(matches!(read(odd.as_bytes()), Err(Unread::Id(_))), "{id}");
    }
}

#[test]
fn conditions_defaults_waits_and_lanes_are_read() {
    let text = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
        <laneSet id="ls"><lane id="la" name="Phòng Quản lý"><flowNodeRef>b</flowNodeRef></lane></laneSet>
        <startEvent id="s"/><exclusiveGateway id="g" default="l3"/><task id="b" name="Xem"/>
        <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P15D</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <endEvent id="e"/>
        <sequenceFlow id="l1" sourceRef="s" targetRef="g"/>
        <sequenceFlow id="l2" sourceRef="g" targetRef="b"><conditionExpression>form("m2") &gt;= "100"</conditionExpression></sequenceFlow>
        <sequenceFlow id="l3" sourceRef="g" targetRef="t"><conditionExpression>paid</conditionExpression></sequenceFlow>
        <sequenceFlow id="l4" sourceRef="b" targetRef="e"/><sequenceFlow id="l5" sourceRef="t" targetRef="e"/>
        </process></definitions>"#;
    let flow = read(text.as_bytes()).unwrap();
    assert_eq!(flow.link("l2").unwrap().when, Some(Guard::read("form(\"m2\") >= \"100\"")));
    assert_eq!(flow.link("l3").unwrap().when, None, "the default has no condition");
    assert_eq!(flow.node("b").unwrap().step().unwrap().unit, "Phòng Quản lý");
    assert_eq!(flow.node("t").unwrap().kind, Kind::Timer(crate::Timer { wait: kernel::Amount::Days(15) }));
    let days = text.replace("P15D", "P1Y2D");
    assert!(matches!(read(days.as_bytes()), Err(Unread::Unknown(_))));
    let ages = text.replace("P15D", "P4000000000D");
    assert!(matches!(read(ages.as_bytes()), Err(Unread::Unknown(_))), "no calendar reaches so far");
}

#[test]
fn our_own_flow_leaves_with_everything_it_says() {
    let flow = sample();
    let sent = write(&flow, "qt-1", "Cấp phép & kiểm tra");
    assert_eq!(read(sent.as_bytes()).unwrap(), placed(&flow));
    assert!(sent.contains("gatewayDirection=\"Converging\"") && sent.contains("default=\"re-tach\""));
}
