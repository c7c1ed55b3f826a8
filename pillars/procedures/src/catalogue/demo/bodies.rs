//! What the changes of the demo city say: terms cut, papers dropped, a name put right.

use contracts::procedures::{Procedure, StepRole};
use kernel::{Amount, Base, Day};
use platform::error::Result;
use serde_json::json;

/// What a change of the demo city changes, so that its differences and its simulation show something; the parts.
pub(super) fn changed(code: &str, body: &mut Procedure) -> &'static str {
    match code {
        "XD-05" => shorten(body, 12, 17),
        "DD-06" => shorten(body, 20, 27),
        "KD-01" => {
            shorten(body, 2, 1);
            for step in &mut body.process {
                step.output = output(step.role).map(str::to_owned);
            }
            "process term valid_from"
        }
        "XD-06" => {
            for plan in body.components.iter_mut().filter(|c| c.copies > 1) {
                plan.copies = 1;
            }
            "components valid_from"
        }
        "DD-02" => {
            body.requirements
                .push("Một bộ hồ sơ dùng chung cho cấp giấy chứng nhận và tính tiền sử dụng đất.".to_owned());
            "requirements valid_from"
        }
        "HT-01" => {
            body.requirements
                .push("Trẻ em sinh ra trên địa bàn hoặc có cha, mẹ thường trú trên địa bàn.".to_owned());
            "requirements valid_from"
        }
        "HT-02" => {
            if let Some(form) = body.forms.first_mut() {
                form.name = "Tờ khai đăng ký khai sinh quá hạn".to_owned();
            }
            "forms valid_from"
        }
        "AS-01" => {
            body.components.pop();
            "components valid_from"
        }
        "HT-10" => {
            if let Some(term) = body.term.as_mut() {
                term.verification = None;
            }
            body.term_note = Some("Trong ngày; cơ quan tự tra dữ liệu hộ tịch.".to_owned());
            body.components.retain(|paper| paper.key != "ban-an-ly-hon");
            "components term term_note valid_from"
        }
        _ => "valid_from",
    }
}

/// A term of so many working days, and so many half days for who works on the dossier.
fn shorten(body: &mut Procedure, days: u32, half_days: u32) -> &'static str {
    if let Some(term) = body.term.as_mut() {
        term.base = Base::Amount(Amount::WorkingDays(days));
    }
    for step in body.process.iter_mut().filter(|step| step.role == StepRole::Specialist) {
        step.time = Some(Amount::HalfDays(half_days));
    }
    "process term valid_from"
}

/// What a step puts out, by who does it.
fn output(role: StepRole) -> Option<&'static str> {
    match role {
        StepRole::OneStop => None,
        StepRole::Specialist => Some("Phiếu thẩm tra, dự thảo kết quả"),
        StepRole::Head => Some("Tờ trình"),
        StepRole::Leader => Some("Kết quả đã ký"),
    }
}

/// A procedure between agencies, which the citizens' ones stand beside in the same catalogue (decision of the programme, II.2.d).
pub(super) fn between_agencies(from: Day) -> Result<Procedure> {
    let justice = "Sở Tư pháp";
    let body = json!({
        "code": "NB-01",
        "name": "Thẩm định dự thảo quyết định, chỉ thị của Ủy ban nhân dân",
        "short_name": "Thẩm định dự thảo văn bản",
        "abbreviations": ["tdvb"],
        "field": {"code": "NB", "name": "Nội bộ giữa các cơ quan"},
        "level": "city",
        "internal": true,
        "audience": ["organisation"],
        "valid_from": from.to_string(),
        "status": "published",
        "steps": [
            {"actor": "Cơ quan soạn thảo", "action": "Gửi Sở Tư pháp công văn đề nghị kèm dự thảo."},
            {"actor": justice, "action": "Thẩm định, gửi báo cáo thẩm định cho cơ quan soạn thảo."}
        ],
        "channels": ["counter"],
        "components": [
            {"key": "cong-van", "name": "Công văn đề nghị thẩm định", "kind": "original", "required": true},
            {"key": "du-thao", "name": "Tờ trình và dự thảo văn bản", "kind": "original", "required": true}
        ],
        "sets": 1,
        "term": {"base": {"working_days": 10}},
        "result": {"name": "Báo cáo thẩm định", "paper": true},
        "agency": {"decides": justice, "carries_out": justice},
        "process": [
            {"name": "Tiếp nhận", "role": "one_stop", "unit": "Văn thư Sở Tư pháp", "time": {"half_days": 1}},
            {
                "name": "Thẩm định", "role": "specialist", "unit": "Phòng Văn bản pháp quy",
                "time": {"working_days": 7}, "output": "Dự thảo báo cáo thẩm định"
            },
            {
                "name": "Soát xét", "role": "head", "unit": "Phòng Văn bản pháp quy",
                "time": {"working_days": 1}, "output": "Tờ trình"
            },
            {
                "name": "Ký duyệt", "role": "leader", "unit": "Lãnh đạo Sở Tư pháp",
                "time": {"working_days": 1}, "output": "Báo cáo thẩm định đã ký"
            },
            {"name": "Trả kết quả", "role": "one_stop", "unit": "Văn thư Sở Tư pháp"}
        ],
        "sources": ["Dữ liệu mẫu của thành phố trình diễn"],
        "unconfirmed": ["term", "legal_basis"]
    });
    Ok(serde_json::from_value(body)?)
}
