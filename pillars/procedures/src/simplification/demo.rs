//! The demo city's reviews: plans of this year by some agencies, a filled questionnaire, proposals at every stage.

use super::acts;
use super::rules::question::{Answers, Kind};
use super::store::plans::{self, NewItem};
use super::store::proposals::{self, Document, Proposal};
use super::store::sheets::{self, NewSheet};
use contracts::costs::ComplianceCosts;
use contracts::procedures::Catalogue;
use kernel::Day;
use platform::error::Result;
use platform::{Actor, App, Tx};
use std::sync::Arc;

/// Agencies that made a plan, with what they review: (agency, procedure, product).
const PLANNED: [(&str, &str, &str); 9] = [
    ("ubnd-tp-can-tho", "KD-01", "Phương án bớt giấy tờ, rút thời hạn"),
    ("ubnd-tp-can-tho", "HT-01", "Phương án nộp qua mạng"),
    ("so-xay-dung", "XD-01", "Phương án rút thời hạn"),
    ("quan-ninh-kieu", "CT-01", "Báo cáo rà soát"),
    ("quan-ninh-kieu", "HT-05", "Phương án bỏ xác nhận"),
    ("so-tu-phap", "LL-02", "Phương án bớt giấy tờ"),
    ("so-ke-hoach-dau-tu", "KD-07", "Phương án nộp qua mạng"),
    ("quan-binh-thuy", "DD-05", "Phương án rút thời hạn"),
    ("huyen-phong-dien", "AS-02", "Báo cáo rà soát"),
];

/// When plans were sent, month and day; the last day is 31 January. Who is not named has not sent its own yet.
const SENT: [(&str, (u32, u32)); 6] = [
    ("ubnd-tp-can-tho", (1, 20)),
    ("so-xay-dung", (2, 12)),
    ("so-tu-phap", (1, 26)),
    ("so-ke-hoach-dau-tu", (1, 30)),
    ("quan-binh-thuy", (1, 28)),
    ("huyen-phong-dien", (2, 5)),
];

/// Proposals: (procedure, part, now, proposed, stage).
const PROPOSED: [(&str, &str, &str, &str, &str); 4] = [
    (
        "HT-01",
        "channels",
        "Nộp trực tiếp tại Ủy ban nhân dân cấp xã",
        "Nộp qua mạng, mang bản chính khi nhận kết quả",
        "carried",
    ),
    (
        "HT-05",
        "requirements",
        "Phải xin xác nhận tại nơi từng cư trú",
        "Cơ quan tự tra dữ liệu hộ tịch",
        "approved",
    ),
    (
        "KD-01",
        "components",
        "Nộp bản sao chứng minh nhân dân có chứng thực",
        "Xuất trình bản chính để đối chiếu",
        "proposed",
    ),
    ("XD-01", "term", "Giải quyết trong 20 ngày", "Giải quyết trong 15 ngày", "refused"),
];

const PEOPLE: &str = "Đặng Ngọc Ánh";

/// Builds them, once.
pub(super) async fn build(app: App) -> Result<()> {
    if proposals::count(&app.store).await? > 0 {
        return Ok(());
    }
    let today = app.clock.now().day();
    let tx = app.store.write(&Actor::system()).await?;
    let reviewed = plan(&app, &tx, today).await?;
    if let Some(item) = reviewed {
        sheet(&tx, item).await?;
    }
    propose(&app, &tx, today).await?;
    tx.commit().await
}

/// The plans; the row that is then reviewed.
async fn plan(app: &App, tx: &Tx, today: Day) -> Result<Option<plans::Item>> {
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let (year, mut reviewed) = (today.year(), None);
    for (agency, code, product) in PLANNED {
        let directory = app.directory();
        let (Some(agency), Some(version)) =
            (directory.by_code(agency), catalogue.in_force(app, code, today).await?)
        else {
            continue;
        };
        let new = NewItem {
            procedure_code: version.body.code.clone(),
            subject: version.body.name.clone(),
            from: Day::ymd(year, 2, 1).unwrap_or(today),
            to: Day::ymd(year, 9, 30).unwrap_or(today),
            basis: "choice".to_owned(),
            product: product.to_owned(),
        };
        let id = acts::add_item(tx, (agency.id, year), &new).await?;
        reviewed = reviewed.or(Some(id));
    }
    for plan in plans::of_year(tx, year).await? {
        let directory = app.directory();
        let code = directory.get(plan.agency_id).map(|a| a.code.clone()).unwrap_or_default();
        if let Some((_, (month, day))) = SENT.iter().find(|(agency, _)| *agency == code) {
            let on = Day::ymd(year, *month, *day).unwrap_or(today).min(today);
            acts::send(tx, &plan, PEOPLE, on).await?;
        }
    }
    match reviewed {
        Some(id) => Ok(Some(plans::item(tx, id).await?)),
        None => Ok(None),
    }
}

/// The whole questionnaire of a procedure, answered and closed.
async fn sheet(tx: &Tx, item: plans::Item) -> Result<()> {
    let form = acts::questionnaire("procedure")?;
    let new = NewSheet {
        form: form.key.clone(),
        procedure_code: item.procedure_code.clone(),
        procedure_name: item.subject.clone(),
        subject: String::new(),
        agency_id: item.agency_id,
        item_id: Some(item.id),
        author_name: PEOPLE.to_owned(),
    };
    let id = acts::open_sheet(tx, &new).await?;
    loop {
        let sheet = sheets::get(tx, id).await?;
        let answers = sheet.answered()?;
        let Some(number) = form.next(&answers).map(|q| q.number) else {
            return acts::close_sheet(tx, &sheet, &form).await;
        };
        let way = form.way(&answers);
        let asked = way.iter().filter(|a| a.question.number == number).flat_map(|a| &a.items);
        let new: Answers = asked.map(|i| (i.key.clone(), said(&i.key, i.kind).to_owned())).collect();
        acts::answer(tx, &sheet, &form, number, new).await?;
    }
}

fn said(key: &str, kind: Kind) -> &'static str {
    match (key, kind) {
        ("p3-co" | "p14-trai", _) => "no",
        ("p8-ro", _) => "no",
        ("p12-ket-luan", _) => "part",
        (_, Kind::YesNo) => "yes",
        (_, Kind::Degree) => "all",
        (_, Kind::Amount) => "48000000",
        ("p1-muc-tieu", _) => "Cơ quan biết ai kinh doanh, ở đâu, để quản lý và hỗ trợ.",
        ("p9-bao-lau", _) => "5 ngày làm việc",
        ("p9-rut-con", _) => "3 ngày làm việc, nhờ tra dữ liệu sẵn có",
        ("p12-ly-do" | "p8-neu", _) => "Bản sao có chứng thực là không cần khi đã xem bản chính.",
        _ => "Theo quy định hiện hành và ý kiến của người nộp hồ sơ.",
    }
}

async fn propose(app: &App, tx: &Tx, today: Day) -> Result<()> {
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let Some(city) = app.directory().root(today).map(|a| a.id) else { return Ok(()) };
    for (code, part, now, new, stage) in PROPOSED {
        let Some(version) = catalogue.in_force(app, code, today).await? else { continue };
        let cost = match app.port::<Arc<dyn ComplianceCosts>>() {
            Ok(costs) => costs.of(app, code, city).await?,
            Err(_) => None,
        };
        let proposal = Proposal {
            procedure_code: version.body.code.clone(),
            procedure_name: version.body.name.clone(),
            field: version.body.field.code.clone(),
            agency_id: city,
            part: part.to_owned(),
            measure: "amend".to_owned(),
            own_power: part == "channels",
            content_now: now.to_owned(),
            content_proposed: new.to_owned(),
            reason: "Người dân phải đi lại nhiều lần; cơ quan đã có dữ liệu.".to_owned(),
            cost_before: cost.as_ref().map(|c| c.now.0),
            cost_after: cost.as_ref().and_then(|c| c.after).map(|d| d.0),
            cost_href: cost.map(|c| c.href).unwrap_or_default(),
            deadline_on: Some(today.plus_days(if stage == "approved" { -20 } else { 90 }).to_string()),
            author_name: PEOPLE.to_owned(),
            ..Proposal::default()
        };
        let basis = version.body.legal_basis.first();
        let documents: Vec<Document> = basis
            .map(|b| Document {
                number: b.number.clone(),
                article: b.article.clone(),
                content: "Sửa phần này của thủ tục".to_owned(),
                ..Document::default()
            })
            .into_iter()
            .collect();
        let id = acts::propose(tx, &proposal, &documents).await?;
        stand(tx, id, stage, today).await?;
    }
    Ok(())
}

/// Brings a proposal to its stage.
async fn stand(tx: &Tx, id: i64, stage: &str, today: Day) -> Result<()> {
    if stage == "proposed" {
        return Ok(());
    }
    let p = proposals::get(tx, id).await?;
    let on = today.plus_days(-60);
    acts::decide(tx, &p, stage != "refused", "Quyết định trình diễn của Chủ tịch UBND thành phố", on).await?;
    if stage == "carried" {
        let amended: Vec<(i64, String)> = proposals::documents(tx, id)
            .await?
            .into_iter()
            .map(|d| (d.id, "Văn bản sửa đổi (trình diễn)".to_owned()))
            .collect();
        let p = proposals::get(tx, id).await?;
        let evidence = "Thủ tục đã công bố lại, nộp được qua mạng";
        acts::carry_out(tx, &p, &amended, evidence, today.plus_days(-10)).await?;
    }
    Ok(())
}
