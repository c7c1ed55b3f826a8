//! Flows drawn, walked and checked; whatever well-formed flow there is, no token is ever lost in it.

use super::*;
use kernel::Amount;
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn node(key: &str, kind: Kind) -> Node {
    Node { key: key.to_owned(), name: format!("Bước {key}"), kind, at: None }
}

pub(crate) fn step(key: &str, role: Role, days: u32) -> Node {
    let time = Some(Amount::WorkingDays(days));
    node(key, Kind::Step(Step { role: Some(role), time, ..Step::default() }))
}

pub(crate) fn link(from: &str, to: &str) -> Link {
    Link { key: format!("{from}-{to}"), from: from.into(), to: to.into(), name: String::new(), when: None }
}

pub(crate) fn when(from: &str, to: &str, guard: Guard) -> Link {
    Link { when: Some(guard), ..link(from, to) }
}

fn area(least: &str) -> Guard {
    Guard::Field { name: "dien_tich".into(), test: Test::AtLeast, value: least.into() }
}

/// Receipt, then by area either a site visit or none, then two opinions at once, then the signature.
pub(crate) fn sample() -> Flow {
    let mut opinion = step("tham-tra", Role::Head, 2);
    if let Kind::Step(step) = &mut opinion.kind {
        step.results = vec!["Đạt".into(), "Không đạt".into()];
    }
    Flow {
        nodes: vec![
            node("dau", Kind::Start),
            step("nhan", Role::OneStop, 1),
            node("re", Kind::Choice),
            step("xem", Role::Specialist, 3),
            node("tach", Kind::Split),
            opinion,
            step("y-kien", Role::Specialist, 4),
            node("gop", Kind::Join),
            step("ky", Role::Leader, 1),
            node("het", Kind::End),
        ],
        links: vec![
            link("dau", "nhan"),
            link("nhan", "re"),
            when("re", "xem", area("100")),
            link("re", "tach"),
            link("xem", "tach"),
            link("tach", "tham-tra"),
            link("tach", "y-kien"),
            link("tham-tra", "gop"),
            link("y-kien", "gop"),
            link("gop", "ky"),
            link("ky", "het"),
        ],
    }
}

fn around(days: u32) -> Surroundings {
    Surroundings { term: Some(Amount::WorkingDays(days)), fields: vec!["dien_tich".into()] }
}

fn done(key: &str) -> Facts {
    Facts { done: Some(key.into()), form: json!({"dien_tich": 80}), ..Facts::default() }
}

fn at(marking: &Marking) -> Vec<&str> {
    marking.0.iter().map(|token| token.at.as_str()).collect()
}

fn faults(flow: &Flow) -> BTreeSet<Fault> {
    check(flow, &around(30)).into_iter().map(|finding| finding.fault).collect()
}

#[test]
fn a_sound_flow_has_no_findings_and_its_branches_wait_for_each_other() {
    let flow = sample();
    assert_eq!(check(&flow, &around(9)), Vec::new());
    let first = advance(&flow, &Marking::start(&flow), &Facts::default()).unwrap().marking;
    assert_eq!(at(&first), ["nhan"]);
    let both = advance(&flow, &first, &done("nhan")).unwrap().marking;
    assert_eq!(at(&both), ["tham-tra", "y-kien"], "80 m² needs no visit");
    let one = advance(&flow, &both, &done("y-kien")).unwrap().marking;
    assert_eq!(at(&one), ["gop", "tham-tra"]);
    assert_eq!(advance(&flow, &one, &done("y-kien")).unwrap().marking, one, "what is done is done");
    let signed = advance(&flow, &one, &done("tham-tra")).unwrap().marking;
    assert_eq!(at(&signed), ["ky"]);
    assert!(flow.is_last("ky") && !flow.is_last("tham-tra"));
    assert_eq!(at(&advance(&flow, &signed, &done("ky")).unwrap().marking), [""; 0]);
}

#[test]
fn the_longest_way_counts_the_longest_branch_and_is_held_against_the_term() {
    // 1 + 3 + max(2, 4) + 1 = 9 working days.
    let (sum, keys) = longest(&sample()).unwrap();
    assert_eq!((sum, keys.len()), (9 * 480, 4));
    assert_eq!(check(&sample(), &around(8)).first().map(|f| f.fault), Some(Fault::OverTerm));
    let mut days = sample();
    days.nodes[3].kind = Kind::Timer(Timer { wait: Amount::Days(15) });
    assert_eq!(longest(&days), None);
    assert_eq!(faults(&days), BTreeSet::from([Fault::NotSummed]));
}

#[test]
fn a_sample_dossier_tells_its_way_its_time_and_the_guard_that_decided() {
    let flow = sample();
    let large = Facts { form: json!({"dien_tich": "120,5"}), ..Facts::default() };
    let run = simulate(&flow, &large).unwrap();
    let steps: Vec<&str> = run.legs.iter().map(|leg| leg.node.as_str()).collect();
    assert_eq!(steps, ["nhan", "xem", "tham-tra", "y-kien", "ky"]);
    assert!(run.ended && run.total == 9 * 480);
    assert!(run.legs[0].links.contains(&"re-xem".to_owned()));
    for split in ["tach-tham-tra", "tach-y-kien"] {
        assert!(run.legs[1].links.contains(&split.to_owned()), "{split} is taken too");
    }
    let mut early = sample();
    early.links[2].when = Some(Guard::Result { step: "tham-tra".into(), is: "Đạt".into() });
    let passed =
        Facts { results: BTreeMap::from([("tham-tra".into(), "Đạt".into())]), ..Facts::default() };
    assert_eq!(
        simulate(&early, &passed).unwrap().legs.len(),
        4,
        "nobody knows a result before its step ends"
    );
    let small = simulate(&flow, &done("")).unwrap();
    assert_eq!((small.total, small.legs.len()), (6 * 480, 4));
}

#[test]
fn each_fault_is_named() {
    let change = |edit: &dyn Fn(&mut Flow)| {
        let mut flow = sample();
        edit(&mut flow);
        faults(&flow)
    };
    let without = |key: &'static str| move |flow: &mut Flow| flow.links.retain(|link| link.key != key);
    assert!(change(&without("ky-het")).contains(&Fault::DeadEnd));
    assert!(change(&without("re-xem")).contains(&Fault::Unreachable));
    let dropped = change(&without("tach-y-kien"));
    assert!(dropped.contains(&Fault::Waits), "a join without split waits for ever: {dropped:?}");
    let no_join = change(&|flow| {
        flow.links.retain(|link| link.to != "gop" && link.from != "gop");
        flow.nodes.retain(|node| node.key != "gop");
        flow.links.extend([link("tham-tra", "het"), link("y-kien", "ky")]);
    });
    assert!(no_join.contains(&Fault::LeftOver), "{no_join:?}");
    let met = change(&|flow| {
        flow.links.retain(|link| link.to != "gop" && link.from != "gop");
        flow.links.extend([link("tham-tra", "ky"), link("y-kien", "ky")]);
    });
    assert!(met.contains(&Fault::Twice), "{met:?}");
    assert!(change(&|flow| flow.links[3].when = Some(area("1"))).contains(&Fault::NoDefault));
    assert!(change(&|flow| flow.links[2].when = None).contains(&Fault::ManyDefaults));
    let read = |text: &'static str| move |flow: &mut Flow| flow.links[2].when = Some(Guard::read(text));
    assert!(change(&read("hồ sơ phức tạp")).contains(&Fault::Words));
    assert!(change(&read("form(\"mau\") = \"đỏ\"")).contains(&Fault::Field));
    assert!(change(&read("result(\"tham-tra\") = \"Tốt\"")).contains(&Fault::Result));
    assert!(!change(&read("result(\"tham-tra\") = \"Đạt\"")).contains(&Fault::Result));
    let paused = change(&|flow| {
        read("result(\"tham-tra\") = \"Đạt\"")(flow);
        if let Kind::Step(step) = &mut flow.nodes[5].kind {
            step.pauses = Some(Pauses::default());
        }
    });
    assert!(paused.contains(&Fault::Result), "what waits for the payment names no result: {paused:?}");
    assert!(change(&|flow| flow.nodes[1] = step("nhan", Role::Leader, 1)).contains(&Fault::First));
    let paused = change(&|flow| {
        if let Kind::Step(step) = &mut flow.nodes[1].kind {
            step.pauses = Some(Pauses::default());
        }
    });
    assert!(paused.contains(&Fault::FirstPauses), "{paused:?}");
    let unasked = change(&|flow| flow.links[4].when = Some(area("1")));
    assert!(unasked.contains(&Fault::NoChoice), "a step asks no condition: {unasked:?}");
    assert!(!change(&|flow| flow.links[2].when = Some(area("1"))).contains(&Fault::NoChoice));
    assert!(change(&|flow| flow.nodes[8] = step("ky", Role::OneStop, 1)).contains(&Fault::Last));
    assert!(change(&|flow| flow.nodes[3].kind = Kind::Step(Step::default())).contains(&Fault::NoRole));
    let round = change(&|flow| {
        flow.nodes.push(node("vong", Kind::Choice));
        flow.links.retain(|link| link.key != "re-xem");
        flow.links.extend([when("re", "vong", area("1")), link("vong", "re")]);
    });
    assert!(round.contains(&Fault::Round), "{round:?}");
    let stuck = change(&|flow| {
        flow.links.retain(|link| link.key != "xem-tach");
        flow.links.push(link("xem", "nua"));
        flow.nodes.push(step("nua", Role::Head, 1));
        flow.links.push(link("nua", "xem"));
    });
    assert!(stuck.contains(&Fault::NoWayOut), "{stuck:?}");
    assert!(faults(&Flow::default()).contains(&Fault::Start));
}

#[test]
fn guards_read_what_they_write_and_compare_numbers_as_numbers() {
    let facts = Facts {
        paid: true,
        role: Some(Role::Head),
        results: BTreeMap::from([("a".to_owned(), "Đạt".to_owned())]),
        form: json!({"tang": 3, "co": true, "loai": "nhà ở", "chon": ["x", "y"], "chu": {"tuoi": "17"}}),
        ..Facts::default()
    };
    for (text, holds) in [
        ("paid", true),
        ("not paid", false),
        ("role = head", true),
        ("role = leader", false),
        ("result(\"a\") = \"Đạt\"", true),
        ("form(\"tang\") >= \"3\"", true),
        ("form(\"tang\") > \"3\"", false),
        ("form(\"tang\") = \"3,0\"", true),
        ("form(\"co\") = \"true\"", true),
        ("form(\"loai\") != \"nhà ở\"", false),
        ("form(\"chon\") = \"y\"", true),
        ("form(\"chu.tuoi\") < \"18\"", true),
        ("form(\"khong\") != \"1\"", true),
        ("form(\"loai\") >= \"3\"", false),
    ] {
        let guard = Guard::read(text);
        assert!(!matches!(guard, Guard::Words { .. }), "{text}");
        assert_eq!(guard.holds(&facts), holds, "{text}");
        assert_eq!(guard.to_string(), text);
    }
    assert!(!Guard::read("khi cần").holds(&facts));
}

#[test]
fn a_running_dossier_moves_to_the_next_version_or_is_told_what_has_no_place() {
    let old = sample();
    let mut new = sample();
    new.nodes[6].key = "y-kien-2".into();
    for link in &mut new.links {
        for end in [&mut link.from, &mut link.to] {
            if end == "y-kien" {
                *end = "y-kien-2".into();
            }
        }
    }
    let both = Marking::of(vec![Token::at("tham-tra"), Token::at("y-kien")]);
    let moving = moved(&old, &new, &both).unwrap();
    assert_eq!(at(&moving.marking), ["tham-tra", "y-kien-2"], "by its name");
    assert_eq!(moving.nodes.get("y-kien").map(String::as_str), Some("y-kien-2"));
    let waits = advance(&old, &both, &done("y-kien")).unwrap().marking;
    let there = moved(&old, &new, &waits).unwrap().marking;
    assert_eq!(there.0[0].via.as_deref(), Some("y-kien-gop"));
    new.nodes.retain(|node| node.key != "tham-tra");
    new.links.retain(|link| link.from != "tham-tra" && link.to != "tham-tra");
    assert_eq!(moved(&old, &new, &both), Err(vec!["Bước tham-tra".to_owned()]));
}

#[test]
fn a_step_goes_back_to_the_one_before_it_and_over_a_join_to_the_branch_done_last() {
    let flow = sample();
    let marking = |key: &str| Marking::of(vec![Token::at(key)]);
    let ended = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    let back = back_from(&flow, &marking("xem"), "xem", &ended(&["nhan"])).unwrap();
    assert_eq!((back.to.as_str(), at(&back.marking)), ("nhan", vec!["nhan"]));
    let all = ended(&["nhan", "y-kien", "tham-tra"]);
    let back = back_from(&flow, &marking("ky"), "ky", &all).unwrap();
    assert_eq!((back.to.as_str(), at(&back.marking)), ("tham-tra", vec!["gop", "tham-tra"]));
    assert_eq!(back.taken, [""; 0], "nothing else was open");
    assert_eq!(
        at(&advance(&flow, &back.marking, &done("tham-tra")).unwrap().marking),
        ["ky"],
        "the other stays done"
    );
    assert_eq!(back_from(&flow, &marking("nhan"), "nhan", &[]), None, "before the first step is none");
    assert_eq!(back_from(&flow, &marking("nhan"), "ky", &all), None, "a step that is not open");
}

#[test]
fn back_over_a_split_takes_the_other_branches_back_and_the_split_is_entered_anew() {
    let flow = sample();
    let nhan = ["nhan".to_owned()];
    let both = Marking::of(vec![Token::at("tham-tra"), Token::at("y-kien")]);
    let back = back_from(&flow, &both, "y-kien", &nhan).unwrap();
    assert_eq!((back.to.as_str(), at(&back.marking)), ("nhan", vec!["nhan"]));
    assert_eq!(back.taken, ["tham-tra"]);
    assert_eq!(advance(&flow, &back.marking, &done("nhan")).unwrap().marking, both, "both are begun again");
    let one = advance(&flow, &both, &done("y-kien")).unwrap().marking;
    let back = back_from(&flow, &one, "tham-tra", &["nhan", "y-kien"].map(str::to_owned)).unwrap();
    assert_eq!((at(&back.marking), back.taken.len()), (vec!["nhan"], 0), "what is done is not taken back");
}

#[test]
fn back_over_an_inner_split_leaves_the_outer_branch_alone() {
    let split = Block::Both(vec![Block::Step(2)], vec![Block::Step(3)]);
    let flow = built(&[Block::Both(vec![Block::Step(1), split], vec![Block::Step(4)])]);
    let go = |marking: &Marking, key: &str| advance(&flow, marking, &done(key)).unwrap().marking;
    let first = go(&advance(&flow, &Marking::start(&flow), &Facts::default()).unwrap().marking, "n2");
    let keys = |marking: &Marking| at(marking).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let opened = keys(&first);
    assert_eq!(opened.len(), 2, "{opened:?}");
    let (before, outer) = match opened.as_slice() {
        [a, b] if flow.outgoing(a).any(|l| flow.node(&l.to).is_some_and(|n| n.kind == Kind::Split)) => (a, b),
        [a, b] => (b, a),
        _ => panic!("{opened:?}"),
    };
    let within = go(&first, before);
    let inner: Vec<String> = keys(&within).into_iter().filter(|key| key != outer).collect();
    assert_eq!(inner.len(), 2, "{inner:?}");
    let back = back_from(&flow, &within, &inner[0], &["n2".to_owned(), before.clone()]).unwrap();
    assert_eq!((&back.to, back.taken.as_slice()), (before, &inner[1..]));
    assert_eq!(back.marking, first, "the outer branch runs on");
}

#[test]
fn the_picture_names_every_node_and_is_well_formed() {
    let drawing = Drawing {
        id: "quy-trinh".into(),
        title: "Quy trình <A>".into(),
        desc: "Mười bước".into(),
        now: vec!["ky".into()],
        taken: Vec::new(),
    };
    let svg = draw(&sample(), &drawing);
    let read = roxmltree::Document::parse(&svg).unwrap();
    assert_eq!(read.descendants().filter(|n| n.has_tag_name("rect")).count(), 5);
    assert!(svg.contains("f-step f-now") && svg.contains("Quy trình &lt;A&gt;") && !svg.contains("style="));
}

/// What well-formed flows are built of: one block after another, one within another.
#[derive(Debug, Clone)]
pub(crate) enum Block {
    Step(u32),
    Timer(u32),
    Tell,
    Choice(Vec<Block>, Vec<Block>),
    Both(Vec<Block>, Vec<Block>),
    Again(Vec<Block>),
}

pub(crate) fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf =
        prop_oneof![(1u32..9).prop_map(Block::Step), (1u32..9).prop_map(Block::Timer), Just(Block::Tell)];
    let block = leaf.prop_recursive(2, 8, 3, |inner| {
        let some = prop::collection::vec(inner, 1..3);
        prop_oneof![
            (some.clone(), some.clone()).prop_map(|(a, b)| Block::Choice(a, b)),
            (some.clone(), some.clone()).prop_map(|(a, b)| Block::Both(a, b)),
            some.prop_map(Block::Again),
        ]
    });
    prop::collection::vec(block, 0..4)
}

#[derive(Default)]
struct Builder {
    flow: Flow,
    count: usize,
}

impl Builder {
    fn add(&mut self, kind: Kind, from: &str, when: Option<Guard>) -> String {
        self.count += 1;
        let key = format!("n{}", self.count);
        self.flow.nodes.push(node(&key, kind));
        self.join(from, &key, when);
        key
    }

    fn join(&mut self, from: &str, to: &str, when: Option<Guard>) {
        if !from.is_empty() {
            self.count += 1;
            let (key, name) = (format!("l{}", self.count), String::new());
            self.flow.links.push(Link { key, from: from.into(), to: to.into(), name, when });
        }
    }

    /// The blocks after a node; the first of them stands behind a guard where one is given.
    fn blocks(&mut self, all: &[Block], from: String, mut guard: Option<Guard>) -> String {
        let mut at = from;
        for block in all {
            at = self.block(block, &at, guard.take());
        }
        at
    }

    fn block(&mut self, block: &Block, from: &str, guard: Option<Guard>) -> String {
        let work = |days: u32| {
            Kind::Step(Step {
                role: Some(Role::Specialist),
                time: Some(Amount::HalfDays(days)),
                unit: "Phòng “A” & B".into(),
                ..Step::default()
            })
        };
        match block {
            Block::Step(days) => self.add(work(*days), from, guard),
            Block::Timer(days) => {
                self.add(Kind::Timer(Timer { wait: Amount::WorkingDays(*days) }), from, guard)
            }
            Block::Tell => self.add(Kind::Action(Action { tell: "Đã xem xét.".into() }), from, guard),
            Block::Choice(a, b) => {
                let choice = self.add(Kind::Choice, from, guard);
                let asked = Guard::Field { name: "x".into(), test: Test::AtLeast, value: "5".into() };
                let one = self.blocks(a, choice.clone(), Some(asked));
                let other = self.blocks(b, choice, None);
                let merge = self.add(Kind::Choice, &one, None);
                self.join(&other, &merge, None);
                merge
            }
            Block::Both(a, b) => {
                let split = self.add(Kind::Split, from, guard);
                let one = self.blocks(a, split.clone(), None);
                let other = self.blocks(b, split, None);
                let join = self.add(Kind::Join, &one, None);
                self.join(&other, &join, None);
                join
            }
            Block::Again(inner) => {
                let first = self.add(work(1), from, guard);
                let last = self.blocks(inner, first.clone(), None);
                let choice = self.add(Kind::Choice, &last, None);
                self.join(&choice, &first, Some(Guard::Paid { is: false }));
                choice
            }
        }
    }
}

pub(crate) fn built(all: &[Block]) -> Flow {
    let mut builder = Builder::default();
    let start = builder.add(Kind::Start, "", None);
    let receipt = builder.add(step("", Role::OneStop, 1).kind, &start, None);
    let last = builder.blocks(all, receipt, None);
    let sign = builder.add(step("", Role::Leader, 1).kind, &last, None);
    builder.add(Kind::End, &sign, None);
    builder.flow
}

proptest! {
    #[test]
    fn advance_never_loses_a_token(all in blocks(), answer in 0..10, picks in prop::collection::vec(any::<prop::sample::Index>(), 200)) {
        let flow = built(&all);
        let findings = check(&flow, &Surroundings { term: None, fields: vec!["x".into()] });
        prop_assert!(sound(&findings), "{findings:?}");
        let mut facts = Facts { paid: true, form: json!({"x": answer}), ..Facts::default() };
        let mut marking = advance(&flow, &Marking::start(&flow), &facts).unwrap().marking;
        for pick in picks {
            let open: Vec<&Token> =
                marking.0.iter().filter(|t| flow.node(&t.at).is_some_and(|n| n.kind.holds())).collect();
            prop_assert!(!open.is_empty(), "nobody can go on from {marking:?}");
            facts.done = Some(open[pick.index(open.len())].at.clone());
            let moved = advance(&flow, &marking, &facts).unwrap();
            let ended = moved.passed.iter().any(|p| flow.node(&p.node).is_some_and(|n| n.kind == Kind::End));
            prop_assert_eq!(moved.marking.0.is_empty(), ended);
            let mut distinct = moved.marking.0.clone();
            distinct.dedup();
            prop_assert_eq!(&distinct, &moved.marking.0);
            marking = moved.marking;
            if ended {
                break;
            }
        }
        prop_assert!(marking.0.is_empty(), "every dossier comes to its end: {marking:?}");
    }

    #[test]
    fn a_way_back_leads_to_places_from_which_every_dossier_comes_to_its_end(
        all in blocks(), answer in 0..10,
        walk in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..30),
        from in any::<prop::sample::Index>(),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 200),
    ) {
        let flow = built(&all);
        let space = crate::explore::explore(&flow);
        let holds = |token: &&Token| flow.node(&token.at).is_some_and(|node| node.kind.holds());
        let mut facts = Facts { paid: true, form: json!({"x": answer}), ..Facts::default() };
        let mut marking = advance(&flow, &Marking::start(&flow), &facts).unwrap().marking;
        let mut done = Vec::new();
        for (pick, paid) in walk {
            let open: Vec<&Token> = marking.0.iter().filter(holds).collect();
            let key = open[pick.index(open.len())].at.clone();
            (facts.paid, facts.done) = (paid, Some(key.clone()));
            let moved = advance(&flow, &marking, &facts).unwrap().marking;
            if moved.0.is_empty() {
                break;
            }
            if flow.node(&key).is_some_and(|node| node.step().is_some()) {
                done.push(key);
            }
            marking = moved;
        }
        let steps: Vec<&Token> =
            marking.0.iter().filter(|t| flow.node(&t.at).is_some_and(|n| n.step().is_some())).collect();
        prop_assume!(!steps.is_empty());
        let step = &steps[from.index(steps.len())].at;
        let Some(back) = back_from(&flow, &marking, step, &done) else {
            prop_assert_eq!(step, "n2", "only before the receipt is no step");
            return Ok(());
        };
        prop_assert!(space.settled.contains(&back.marking), "{back:?} is no place of the flow");
        prop_assert!(done.contains(&back.to) && back.marking.holds(&back.to));
        prop_assert!(back.taken.iter().all(|key| marking.holds(key) && !back.marking.holds(key)));
        let others = marking.0.iter().filter(holds).filter(|token| token.at != *step);
        for token in others {
            prop_assert!(back.taken.contains(&token.at) != back.marking.0.contains(token), "{token:?} is lost");
        }
        facts.paid = true;
        let mut marking = back.marking;
        for pick in picks {
            let mut distinct = marking.0.clone();
            distinct.dedup();
            prop_assert_eq!(&distinct, &marking.0, "no token is doubled");
            let open: Vec<&Token> = marking.0.iter().filter(holds).collect();
            prop_assert!(!open.is_empty(), "nobody can go on from {marking:?}");
            facts.done = Some(open[pick.index(open.len())].at.clone());
            marking = advance(&flow, &marking, &facts).unwrap().marking;
            if marking.0.is_empty() {
                break;
            }
        }
        prop_assert!(marking.0.is_empty(), "{marking:?} does not come to its end");
    }

    #[test]
    fn what_is_kept_comes_back_and_so_does_what_leaves_as_bpmn(all in blocks()) {
        let flow = built(&all);
        let kept: Flow = serde_json::from_str(&serde_json::to_string(&flow).unwrap()).unwrap();
        prop_assert_eq!(&kept, &flow);
        let sent = bpmn::write(&flow, "quy-trinh", "Quy trình");
        prop_assert_eq!(bpmn::read(sent.as_bytes()).unwrap(), placed(&flow));
    }

    #[test]
    fn no_two_nodes_are_drawn_over_each_other(all in blocks()) {
        let places: Vec<Place> = places(&built(&all)).into_values().collect();
        for (index, one) in places.iter().enumerate() {
            for other in &places[index + 1..] {
                let apart = one.x + one.width <= other.x || other.x + other.width <= one.x
                    || one.y + one.height <= other.y || other.y + other.height <= one.y;
                prop_assert!(apart, "{one:?} {other:?}");
            }
        }
    }
}
