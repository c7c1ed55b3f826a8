//! Its share of the demo city: a flow with a choice on an answer of the form, one with two opinions at once, one being drawn.

use super::rules::process::flow_of;
use super::rules::state::State;
use super::store::{self, Step as Moved};
use contracts::procedures::Catalogue;
use flow::{Flow, Guard, Kind, Link, Node, Role, Step, Test, Timer};
use kernel::{Amount, Day};
use platform::error::Result;
use platform::slice::DemoPlan;
use platform::{Actor, App, Change, Tx};
use serde_json::json;
use std::sync::Arc;

/// The one with a choice, the one with two opinions, the one being drawn.
const CHOICE: &str = "KD-02";
const OPINIONS: &str = "XD-02";
const DRAWN: &str = "AS-04";
/// Days that the flows have been in use.
const IN_USE: i64 = 60;

/// Draws them.
pub(super) async fn demo(app: App, _: DemoPlan) -> Result<()> {
    let from = app.clock.now().day().plus_days(-IN_USE);
    let tx = app.store.write(&Actor::system()).await?;
    enter(&app, &tx, CHOICE, Some((name_checked(false), from))).await?;
    enter(&app, &tx, OPINIONS, Some((two_opinions(), from))).await?;
    enter(&app, &tx, DRAWN, None).await?;
    tx.commit().await
}

/// Publishes the next version of the flow with a choice, today: dossiers received before stand on the older one.
pub async fn demo_next(app: &App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let id = store::of_procedure(&tx, CHOICE).await?;
    if id == 0 {
        return Ok(());
    }
    store::begin(&tx, id, 2, &name_checked(true), 0).await?;
    publish(&tx, id, tx.at().day()).await?;
    let after = json!({"flow_design_number": 2, "flow_design_starts_on": tx.at().day().to_string()});
    tx.journal(Change::of("flow_design", "flow_design", id, "flow_design_publish").after(after)).await?;
    tx.commit().await
}

/// Enters the flow of a procedure, published with its day or as a draft of its present steps.
async fn enter(app: &App, tx: &Tx, code: &str, drawn: Option<(Flow, Day)>) -> Result<()> {
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let Some(version) = catalogue.in_force(app, code, tx.at().day()).await? else { return Ok(()) };
    if store::of_procedure(tx, code).await? > 0 {
        return Ok(());
    }
    let id = store::enter(tx, code, &version.body.name).await?;
    let plain = || flow_of(&version.body.process);
    store::begin(tx, id, 1, &drawn.as_ref().map_or_else(plain, |(flow, _)| flow.clone()), 0).await?;
    let after = json!({"flow_design_procedure": code, "flow_design_number": 1});
    tx.journal(Change::of("flow_design", "flow_design", id, "flow_design_start").after(after)).await?;
    if let Some((_, from)) = drawn {
        publish(tx, id, from).await?;
    }
    Ok(())
}

async fn publish(tx: &Tx, id: i64, from: Day) -> Result<()> {
    let newest = store::newest(tx, id).await?;
    let step = Moved {
        from: State::Draft,
        to: State::Published,
        proposed_by: None,
        decided_by: None,
        starts_on: Some(from),
    };
    store::step(tx, &newest, &step).await?;
    Ok(())
}

fn node(key: &str, name: &str, kind: Kind) -> Node {
    Node { key: key.to_owned(), name: name.to_owned(), kind, at: None }
}

fn step(key: &str, name: &str, role: Role, unit: &str, time: Amount) -> Node {
    let work = Step { role: Some(role), unit: unit.to_owned(), time: Some(time), ..Step::default() };
    node(key, name, Kind::Step(work))
}

fn way(from: &str, to: &str) -> Link {
    let key = format!("d-{from}-{to}");
    Link { key, from: from.to_owned(), to: to.to_owned(), name: String::new(), when: None }
}

fn when(from: &str, to: &str, name: &str, guard: Guard) -> Link {
    Link { name: name.to_owned(), when: Some(guard), ..way(from, to) }
}

/// A change of a household business: a new name is first compared with the names of the district. Later the division's
/// finding decides whether it goes back.
fn name_checked(with_result: bool) -> Flow {
    let division = "Phòng Tài chính - Kế hoạch";
    let asked = Guard::Field {
        name: "noi_dung".to_owned(),
        test: Test::Equals,
        value: "Tên hộ kinh doanh".to_owned(),
    };
    let mut head = step("soat-xet", "Soát xét, trình ký", Role::Head, division, Amount::HalfDays(1));
    let mut nodes = vec![
        node("bat-dau", "Bắt đầu", Kind::Start),
        step(
            "tiep-nhan",
            "Tiếp nhận",
            Role::OneStop,
            "Bộ phận Tiếp nhận và Trả kết quả",
            Amount::HalfDays(1),
        ),
        node("doi-ten", "Đổi tên?", Kind::Choice),
        step("doi-chieu", "Đối chiếu tên trong quận, huyện", Role::Specialist, division, Amount::HalfDays(2)),
        step("tham-tra", "Thẩm tra, dự thảo kết quả", Role::Specialist, division, Amount::HalfDays(4)),
    ];
    let mut links = vec![
        way("bat-dau", "tiep-nhan"),
        way("tiep-nhan", "doi-ten"),
        when("doi-ten", "doi-chieu", "đổi tên", asked),
        way("doi-ten", "tham-tra"),
        way("doi-chieu", "tham-tra"),
        way("tham-tra", "soat-xet"),
    ];
    if with_result {
        if let Kind::Step(work) = &mut head.kind {
            work.results = vec!["Đạt".to_owned(), "Phải thẩm tra lại".to_owned()];
        }
        nodes.push(head);
        nodes.push(node("dat", "Đạt?", Kind::Choice));
        let again = Guard::Result { step: "soat-xet".to_owned(), is: "Phải thẩm tra lại".to_owned() };
        links.push(way("soat-xet", "dat"));
        links.push(when("dat", "tham-tra", "làm lại", again));
        links.push(way("dat", "ky"));
    } else {
        nodes.push(head);
        links.push(way("soat-xet", "ky"));
    }
    nodes.push(step("ky", "Ký duyệt", Role::Leader, "Lãnh đạo UBND quận, huyện", Amount::HalfDays(1)));
    nodes.push(node("ket-thuc", "Kết thúc", Kind::End));
    links.push(way("ky", "ket-thuc"));
    Flow { nodes, links }
}

/// A building permit: the divisions of town planning and of natural resources work at the same time.
fn two_opinions() -> Flow {
    let planning = "Phòng Quản lý đô thị (huyện: Phòng Kinh tế và Hạ tầng)";
    let land = "Phòng Tài nguyên và Môi trường";
    Flow {
        nodes: vec![
            node("bat-dau", "Bắt đầu", Kind::Start),
            step(
                "tiep-nhan",
                "Tiếp nhận",
                Role::OneStop,
                "Bộ phận Tiếp nhận và Trả kết quả",
                Amount::HalfDays(1),
            ),
            node("tach", "Lấy ý kiến cùng lúc", Kind::Split),
            step(
                "quy-hoach",
                "Thẩm tra quy hoạch, kiểm tra thực địa",
                Role::Specialist,
                planning,
                Amount::WorkingDays(12),
            ),
            step("dat-dai", "Ý kiến về đất đai", Role::Head, land, Amount::WorkingDays(7)),
            node("gop", "Đủ hai ý kiến", Kind::Join),
            node("cho", "Chờ phản hồi của hộ liền kề", Kind::Timer(Timer { wait: Amount::WorkingDays(2) })),
            step("soat-xet", "Soát xét, trình ký", Role::Head, planning, Amount::WorkingDays(1)),
            step("ky", "Ký duyệt", Role::Leader, "Lãnh đạo UBND quận, huyện", Amount::WorkingDays(2)),
            node("ket-thuc", "Kết thúc", Kind::End),
        ],
        links: vec![
            way("bat-dau", "tiep-nhan"),
            way("tiep-nhan", "tach"),
            way("tach", "quy-hoach"),
            way("tach", "dat-dai"),
            way("quy-hoach", "gop"),
            way("dat-dai", "gop"),
            way("gop", "cho"),
            way("cho", "soat-xet"),
            way("soat-xet", "ky"),
            way("ky", "ket-thuc"),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flow::{Surroundings, check};

    #[test]
    fn what_the_demo_publishes_is_sound() {
        let around = |days: u32| Surroundings {
            term: Some(Amount::WorkingDays(days)),
            fields: vec!["noi_dung".to_owned()],
        };
        assert_eq!(check(&name_checked(false), &around(5)), Vec::new());
        assert_eq!(check(&name_checked(true), &around(5)), Vec::new());
        assert_eq!(check(&two_opinions(), &around(20)), Vec::new());
    }
}
