//! The catalogue's share of the demo city: changes at every stage with their decisions, law that changed, joint procedures,
//! the counts of use.

mod bodies;

use super::rules::life::{ChangeKind, Origin, Stage};
use super::store::{self, Announced, Dated, GroupText, Member, NewChange};
use super::{dates, import, uses};
use contracts::joint::OnFailure;
use contracts::procedures::Catalogue;
use kernel::Day;
use platform::error::Result;
use platform::slice::DemoPlan;
use platform::{Actor, App, Change, Tx, identity};
use serde_json::json;
use std::sync::Arc;

const AUTHOR: &str = "Đặng Ngọc Ánh";
/// Who signs in under that name: nobody approves what they wrote.
const AUTHORS_LOGIN: &str = "demo.kiemsoat";

/// A change of the demo city, its days counted from today.
struct Past {
    code: &'static str,
    kind: ChangeKind,
    origin: Origin,
    stage: Stage,
    reason: &'static str,
    /// Takes effect so many days from now.
    effect: i64,
    /// Signed, entered, published so many days from now.
    days: [Option<i64>; 3],
    /// Which of the two decisions announces it.
    decision: Option<usize>,
}

const PAST: [Past; 10] = [
    Past {
        code: "XD-05",
        kind: ChangeKind::Amend,
        origin: Origin::Central,
        stage: Stage::Published,
        reason: "Quyết định của thành phố về cấp giấy phép xây dựng rút ngắn thời hạn.",
        effect: -120,
        days: [Some(-140), Some(-138), Some(-136)],
        decision: Some(0),
    },
    Past {
        code: "XD-06",
        kind: ChangeKind::Amend,
        origin: Origin::Central,
        stage: Stage::Published,
        reason: "Quyết định của thành phố về cấp giấy phép xây dựng giảm số bản vẽ phải nộp.",
        effect: -120,
        days: [Some(-140), Some(-131), Some(-110)],
        decision: Some(0),
    },
    Past {
        code: "DD-06",
        kind: ChangeKind::Amend,
        origin: Origin::Own,
        stage: Stage::Published,
        reason: "Quyết định của thành phố về trình tự, thủ tục đất đai rút ngắn thời hạn tách thửa.",
        effect: -45,
        days: [Some(-44), Some(-41), Some(-38)],
        decision: Some(1),
    },
    Past {
        code: "DD-02",
        kind: ChangeKind::Amend,
        origin: Origin::Own,
        stage: Stage::Announced,
        reason: "Quyết định của thành phố về trình tự cấp giấy chứng nhận.",
        effect: -45,
        days: [Some(-44), None, None],
        decision: Some(1),
    },
    Past {
        code: "HT-01",
        kind: ChangeKind::Amend,
        origin: Origin::Central,
        stage: Stage::Drafted,
        reason: "Thông tư mới về mẫu tờ khai.",
        effect: 30,
        days: [None, None, None],
        decision: None,
    },
    Past {
        code: "KD-01",
        kind: ChangeKind::Amend,
        origin: Origin::Own,
        stage: Stage::Assessed,
        reason: "Rút ngắn thời hạn theo chương trình cải cách của thành phố.",
        effect: 10,
        days: [None, None, None],
        decision: None,
    },
    Past {
        code: "AS-01",
        kind: ChangeKind::Amend,
        origin: Origin::Own,
        stage: Stage::Appraised,
        reason: "Bỏ yêu cầu nộp bản sao đã có ở cơ quan.",
        effect: 60,
        days: [None, None, None],
        decision: None,
    },
    Past {
        code: "HT-02",
        kind: ChangeKind::Amend,
        origin: Origin::Correction,
        stage: Stage::Drafted,
        reason: "Ghi sai tên mẫu đơn.",
        effect: 0,
        days: [None, None, None],
        decision: None,
    },
    Past {
        code: "XD-04",
        kind: ChangeKind::Abolish,
        origin: Origin::Central,
        stage: Stage::Drafted,
        reason: "Văn bản quy định thủ tục bị bãi bỏ.",
        effect: 20,
        days: [None, None, None],
        decision: None,
    },
    // The procedure with most dossiers, so that the simulation finds some of last month.
    Past {
        code: "HT-10",
        kind: ChangeKind::Amend,
        origin: Origin::Own,
        stage: Stage::Drafted,
        reason: "Tra dữ liệu hộ tịch thay cho xác minh.",
        effect: 45,
        days: [None, None, None],
        decision: None,
    },
];

/// Builds it; the dossiers are there already.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    (plan.progress)("danh mục thủ tục", 0, 1);
    let author = identity::account_by_login(&app.store, AUTHORS_LOGIN).await?.map_or(0, |account| account.id);
    let tx = app.store.write(&Actor::system()).await?;
    let today = tx.at().day();
    let city = import::city(&app, today);
    let decisions = [
        decision(&app, &tx, city, Told { effect: -120, signed: -140, number: "1489/QĐ-UBND", basis: XD })
            .await?,
        decision(&app, &tx, city, Told { effect: -45, signed: -44, number: "1877/QĐ-UBND", basis: DD })
            .await?,
    ];
    for past in &PAST {
        add(&app, &tx, (city, author), past, &decisions).await?;
    }
    between_agencies(&app, &tx, (city, author)).await?;
    law(&tx, today).await?;
    groups(&tx, today).await?;
    let done = Change::of("catalogue", "catalogue", city, "catalogue_demo");
    tx.journal(done.after(json!({"procedure_count": PAST.len() + 1}))).await?;
    tx.commit().await?;
    uses::count(&app).await
}

/// Number, title, subject.
type Basis = (&'static str, &'static str, &'static str);
const XD: Basis = (
    "12/2015/QĐ-UBND",
    "Quyết định quy định cấp giấy phép xây dựng trên địa bàn thành phố",
    "Về việc công bố thủ tục hành chính được sửa đổi, bổ sung trong lĩnh vực xây dựng",
);
const DD: Basis = (
    "19/2015/QĐ-UBND",
    "Quyết định quy định trình tự, thủ tục về đất đai trên địa bàn thành phố",
    "Về việc công bố thủ tục hành chính được sửa đổi, bổ sung trong lĩnh vực đất đai",
);

/// A decision, its days counted from today.
struct Told {
    effect: i64,
    signed: i64,
    number: &'static str,
    basis: Basis,
}

async fn decision(app: &App, tx: &Tx, city: i64, told: Told) -> Result<i64> {
    let effect = tx.at().day().plus_days(told.effect);
    let mut new = Announced {
        number: told.number.to_owned(),
        issuer: dates::Issuer::City.code().to_owned(),
        agency: city,
        subject: told.basis.2.to_owned(),
        signer: "Phan Quốc Cường".to_owned(),
        signer_post: "Chủ tịch".to_owned(),
        shortened: false,
        basis_number: told.basis.0.to_owned(),
        basis_title: told.basis.1.to_owned(),
        basis_issued: Some(effect.plus_days(-45)),
        effect,
        due: effect,
        proposal: String::new(),
    };
    new.due = super::acts::announce::deadline(app, &new)?.due;
    let id = store::add_announcement(tx, &new).await?;
    let entry = Change::of("catalogue", "announcement", id, "announcement_open");
    let after = json!({
        "announcement_number": new.number, "announcement_subject": new.subject,
        "announcement_basis": new.basis_number, "announcement_effect": effect.to_string(),
    });
    tx.journal(entry.after(after)).await?;
    store::sign_announcement(tx, id, told.number, tx.at().day().plus_days(told.signed)).await?;
    let signed = tx.at().day().plus_days(told.signed).to_string();
    let entry = Change::of("catalogue", "announcement", id, "announcement_sign");
    tx.journal(entry.after(json!({"announcement_number": told.number, "announcement_signed": signed})))
        .await?;
    Ok(id)
}

async fn add(
    app: &App,
    tx: &Tx,
    (city, author): (i64, i64),
    past: &Past,
    decisions: &[i64; 2],
) -> Result<()> {
    let today = tx.at().day();
    let history = store::history(tx, past.code).await?;
    let Some(row) = history.first() else { return Ok(()) };
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let mut body = catalogue.version(app, row.id).await?.body.clone();
    let effect = today.plus_days(past.effect);
    body.valid_from = effect;
    let parts = bodies::changed(past.code, &mut body);
    let on = super::rules::deadlines::Rested { effect, issued: None, shortened: false };
    let announce = match past.origin {
        Origin::Correction => String::new(),
        _ => dates::announce(app, city, dates::Issuer::City, &on)?.due.to_string(),
    };
    let new = NewChange {
        body: &body,
        agency: city,
        kind: past.kind,
        origin: past.origin,
        reason: past.reason,
        base_number: row.number,
        author: (author, AUTHOR),
        announce_due: announce.clone(),
    };
    let id = store::add_change(tx, &new).await?;
    let written = store::Written { body: &body, parts, editor: author, announce_due: &announce };
    store::write_change(tx, id, 1, &written).await?;
    let version_id = if past.stage == Stage::Published {
        import::enter(app, tx, &format!("change-{id}"), &body, city).await?.1
    } else {
        None
    };
    let day = |at: usize| past.days.get(at).copied().flatten().map(|n| today.plus_days(n));
    if let Some(signed) = day(0) {
        let (enter, publish) = dates::publish(app, city, dates::Issuer::City, signed, (day(1), false))?;
        let text = |day: Option<Day>| day.map(|d| d.to_string());
        let days = Dated {
            announced_on: text(day(0)),
            entered_on: text(day(1)),
            published_on: text(day(2)),
            announce_due_on: announce,
            enter_due_on: enter.due.to_string(),
            publish_due_on: publish.due.to_string(),
            version_id,
        };
        store::set_days(tx, id, &days).await?;
        store::set_approval(tx, id, Some((0, "Võ Thanh Bình"))).await?;
        store::set_announcement(tx, id, past.decision.and_then(|at| decisions.get(at)).copied()).await?;
    }
    store::set_stage(tx, id, 2, past.stage).await?;
    let entry = Change::of("catalogue", "procedure_change", id, "procedure_change_open");
    let after = json!({"change_code": past.code, "change_kind": past.kind.code(), "change_origin": past.origin.code()});
    tx.journal(entry.after(after).reason(Some(past.reason))).await
}

/// A procedure between agencies, published some months ago: it is corrected into the catalogue, no decision announces it.
async fn between_agencies(app: &App, tx: &Tx, (city, author): (i64, i64)) -> Result<()> {
    let on = tx.at().day().plus_days(-150);
    let body = bodies::between_agencies(on)?;
    let new = NewChange {
        body: &body,
        agency: city,
        kind: ChangeKind::New,
        origin: Origin::Correction,
        reason: "Đưa thủ tục giữa các cơ quan vào cùng danh mục.",
        base_number: 0,
        author: (author, AUTHOR),
        announce_due: String::new(),
    };
    let id = store::add_change(tx, &new).await?;
    let version_id = import::enter(app, tx, &format!("change-{id}"), &body, city).await?.1;
    let days = Dated {
        announced_on: None,
        entered_on: None,
        published_on: Some(on.to_string()),
        announce_due_on: String::new(),
        enter_due_on: String::new(),
        publish_due_on: String::new(),
        version_id,
    };
    store::set_days(tx, id, &days).await?;
    store::set_approval(tx, id, Some((0, "Võ Thanh Bình"))).await?;
    store::set_stage(tx, id, 1, Stage::Published).await?;
    let entry = Change::of("catalogue", "procedure_change", id, "procedure_change_open");
    let after = json!({
        "change_code": body.code, "change_kind": new.kind.code(), "change_origin": new.origin.code(),
    });
    tx.journal(entry.after(after).reason(Some(new.reason))).await
}

/// A decree that replaced another, and one article that was amended.
async fn law(tx: &Tx, today: Day) -> Result<()> {
    for (number, title, kind, target, article, from) in [
        (
            "136/2013/NĐ-CP",
            "Nghị định quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội",
            "replaces",
            "67/2007/NĐ-CP",
            "",
            0,
        ),
        ("06/2012/NĐ-CP", "", "amends", "158/2005/NĐ-CP", "Điều 1", -300),
    ] {
        let id = match store::document_id(tx, number).await? {
            Some(id) => id,
            None => {
                let text = store::DocumentText {
                    number: number.to_owned(),
                    title: title.to_owned(),
                    issuer: "Chính phủ".to_owned(),
                    effect: Some(today.plus_days(from)),
                    ..store::DocumentText::default()
                };
                store::add_document(tx, &text).await?
            }
        };
        store::add_effect(tx, id, (kind, target), (article, ""), today.plus_days(from)).await?;
    }
    Ok(())
}

async fn groups(tx: &Tx, today: Day) -> Result<()> {
    let member = |place: i64, code: &str, agency: &str, days: u32| Member {
        place,
        code: code.to_owned(),
        agency: agency.to_owned(),
        term: json!({ "working_days": days }).to_string(),
        beside: false,
    };
    let joint = [
        (
            "LT-01",
            "Đăng ký khai sinh, đăng ký thường trú cho trẻ em",
            "UBND cấp xã",
            vec![member(1, "HT-01", "UBND cấp xã", 1), member(2, "CU-03", "Công an quận, huyện", 7)],
        ),
        (
            "LT-02",
            "Chuyển mục đích sử dụng đất, cấp giấy phép xây dựng nhà ở",
            "UBND quận, huyện",
            vec![
                member(1, "DD-01", "Phòng Tài nguyên và Môi trường", 30),
                member(2, "XD-01", "Phòng Quản lý đô thị", 15),
            ],
        ),
        (
            "LT-03",
            "Đăng ký hộ kinh doanh, cấp giấy phép bán lẻ rượu, bán lẻ thuốc lá",
            "UBND quận, huyện",
            vec![
                member(1, "KD-01", "Phòng Tài chính – Kế hoạch", 5),
                member(2, "KD-05", "Phòng Kinh tế", 10),
                Member { beside: true, ..member(3, "KD-06", "Phòng Kinh tế", 10) },
            ],
        ),
    ];
    for (code, name, lead, members) in joint {
        let text = GroupText {
            code: code.to_owned(),
            name: name.to_owned(),
            lead: lead.to_owned(),
            basis: "Dữ liệu mẫu, chưa có văn bản".to_owned(),
            note: "Thứ tự và thời hạn là dữ liệu mẫu.".to_owned(),
            valid_from: today.plus_days(-200).to_string(),
            valid_to: None,
            on_failure: OnFailure::Stop.code().to_owned(),
            term: String::new(),
            members,
        };
        store::add_group(tx, &text).await?;
    }
    Ok(())
}
