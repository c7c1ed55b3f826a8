//! Files uploaded over HTTP: what leaves comes back without a difference, what differs becomes drafts, never a version; any
//! bytes are read or refused with a reason.

use super::super::rules::national::{self, FIELDS};
use super::super::rules::{self, national_read};
use super::super::{EDIT, shipped, store, uploads};
use super::{birth, call, seeded};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use contracts::procedures::Procedure;
use platform::messages::Lang;
use platform::testing::{TestCity, staff, tree};
use platform::{App, Read};
use tower::ServiceExt;

const PATH: &str = "/quan-tri/thu-tuc/nhap";

struct Scene {
    city: TestCity,
    cookie: String,
}

async fn scene() -> Scene {
    let city = seeded().await;
    city.app.provide(tree(&[(1, "thanh-pho", "Thành phố", "city", None)]));
    city.app.refresh().await.unwrap();
    let (_, token) = staff(&city.app, "kiemsoat", 1, &[EDIT]).await.unwrap();
    let cookie = format!("{}={token}", platform::http::SESSION_COOKIE);
    Scene { city, cookie }
}

impl Scene {
    async fn post(&self, path: &str, kind: &str, body: Vec<u8>) -> (StatusCode, String) {
        let request = Request::post(path).header("cookie", &self.cookie).header("content-type", kind);
        call(&self.city.app, request.body(Body::from(body)).unwrap()).await
    }

    /// Uploads files; the page that shows what they would do.
    async fn look(&self, files: &[(&str, &[u8])]) -> String {
        let mut body = b"--xx\r\nContent-Disposition: form-data; name=\"tu\"\r\n\r\n2013-01-01\r\n".to_vec();
        for (name, content) in files {
            let head = "--xx\r\nContent-Disposition: form-data; name=\"tep\"; filename=";
            body.extend(format!("{head}\"{name}\"\r\n\r\n").bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--xx--\r\n");
        let (status, html) = self.post(PATH, "multipart/form-data; boundary=xx", body).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        html
    }

    /// Sends what the page carries on; how many changes are open then.
    async fn draft(&self, html: &str) -> i64 {
        let carried: Vec<String> = ["ten", "noi_dung"]
            .into_iter()
            .flat_map(|name| hidden(html, name).into_iter().map(move |text| (name, text)))
            .map(|(name, text)| format!("{name}={}", ui::platform_url(&text)))
            .collect();
        assert!(!carried.is_empty(), "{html}");
        let kind = "application/x-www-form-urlencoded";
        let (status, page) =
            self.post(&format!("{PATH}/ban-thao"), kind, carried.join("&").into_bytes()).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        self.count("procedure_change").await
    }

    async fn count(&self, table: &str) -> i64 {
        self.city.app.store.number(&format!("SELECT COUNT(*) FROM {table}"), vec![]).await.unwrap()
    }
}

/// The values of the hidden fields of a name.
fn hidden(html: &str, name: &str) -> Vec<String> {
    let inputs = html.split("<input").filter(|i| i.contains("type=\"hidden\""));
    let of_name = inputs.filter(|i| i.contains(&format!("name=\"{name}\"")));
    let value = |input: &str| Some(input.split("value=\"").nth(1)?.split('"').next()?.to_owned());
    let plain = |text: String| {
        let signs = [("&#34;", "\""), ("&quot;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&lt;", "<")];
        let more = [("&#62;", ">"), ("&gt;", ">"), ("&#38;", "&"), ("&amp;", "&")];
        signs.into_iter().chain(more).fold(text, |text, (sign, is)| text.replace(sign, is))
    };
    of_name.filter_map(value).map(plain).collect()
}

async fn exported(app: &App, query: &str) -> Vec<u8> {
    let request = Request::get(format!("/thu-tuc/du-lieu?{query}")).body(Body::empty()).unwrap();
    let answer = platform::http::assemble(app).with_state(app.clone()).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    to_bytes(answer.into_body(), 20_000_000).await.unwrap().to_vec()
}

/// Heads and lines of the exported CSV of some procedures, changed, as CSV again.
async fn changed(app: &App, codes: &[&str], change: impl Fn(&str, &mut Vec<String>)) -> Vec<u8> {
    let all = exported(app, "dang=csv").await;
    let rows = uploads::rows::rows(&all).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&rows[0].1).unwrap();
    for code in codes {
        let mut cells = rows.iter().find(|(_, cells)| cells[1] == *code).unwrap().1.clone();
        change(code, &mut cells);
        writer.write_record(&cells).unwrap();
    }
    writer.into_inner().unwrap()
}

fn column(field: &str) -> usize {
    FIELDS.iter().position(|f| *f == field).unwrap()
}

#[tokio::test]
async fn what_leaves_as_csv_xlsx_or_yaml_comes_back_without_a_difference() {
    let scene = scene().await;
    for (name, query) in [("a.csv", "dang=csv"), ("a.xlsx", "dang=xlsx")] {
        let html = scene.look(&[(name, &exported(&scene.city.app, query).await)]).await;
        assert!(html.contains("thay đổi: 0; không đổi: ") && html.contains("; lỗi: 0."), "{html}");
        assert!(!html.contains("không đổi: 0;") && hidden(&html, "noi_dung").is_empty(), "{name}");
    }
    let html = scene.look(&[("a.yaml", &exported(&scene.city.app, "dang=yaml").await)]).await;
    assert!(html.contains("HT-01: trùng với bản đang có"), "{html}");
    assert!(!html.contains("Không đọc được") && hidden(&html, "noi_dung").is_empty());
}

#[tokio::test]
async fn a_yaml_file_is_shown_with_its_differences_and_becomes_a_draft() {
    let scene = scene().await;
    let text = birth().replace("short_name: Khai sinh", "short_name: Giấy khai sinh");
    let html =
        scene.look(&[("HT-01.yaml", text.as_bytes()), ("hong.yaml", b"---\na: 1\n---\ncode: [\n")]).await;
    for needle in ["Giấy khai sinh", "Phiên bản mới", "Không đọc được", "Dòng ", "Đưa 1 thủ tục"]
    {
        assert!(html.contains(needle), "{needle} in {html}");
    }
    let versions = scene.count("procedure_version").await;
    assert_eq!(scene.count("procedure_change").await, 0, "looking keeps nothing");
    assert_eq!(scene.draft(&html).await, 1);
    assert_eq!(scene.draft(&html).await, 1, "the same file twice is one draft");
    assert_eq!(scene.count("procedure_version").await, versions, "one person publishes nothing");
    let change = store::changes_of(&scene.city.app.store, "HT-01").await.unwrap().remove(0);
    assert_eq!((change.stage.as_str(), change.kind.as_str()), ("drafted", "amend"));
}

#[tokio::test]
async fn the_good_lines_of_a_sheet_become_drafts_and_the_others_are_told_by_line_and_column() {
    let scene = scene().await;
    let file = changed(&scene.city.app, &["HT-01", "HT-10", "DD-01"], |code, cells| match code {
        "HT-01" => cells[column("catalogue-national-fees")] = "Lệ phí | 10.000 đồng | tại quầy".into(),
        "HT-10" => {
            cells[column("catalogue-national-sets")] = "vài bộ".into();
            cells[column("catalogue-national-agency")] = "Tỉnh khác".into();
        }
        _ => {}
    });
    let file = file.await;
    let html = scene.look(&[("sua.csv", &file)]).await;
    for needle in [
        "thay đổi: 1; không đổi: 1; lỗi: 2.",
        "Số bộ hồ sơ",
        "vài bộ",
        "Tỉnh khác",
        "Cơ quan hành chính",
        "sua.csv, dòng 2",
        "Đưa 1 thủ tục",
    ] {
        assert!(html.contains(needle), "{needle} in {html}");
    }
    assert_eq!(scene.draft(&html).await, 1);
    let change = store::changes_of(&scene.city.app.store, "HT-01").await.unwrap().remove(0);
    assert_eq!((change.stage.as_str(), change.effect_on.as_str()), ("drafted", "2013-01-01"));
    let body = store::change_body(&scene.city.app.store, change.id).await.unwrap();
    assert_eq!((body.fees.len(), body.fees[0].amount, body.fees[0].confirmed), (1, Some(10_000), false));
    assert!(body.form.is_some(), "what the sheet does not carry stays");
}

#[tokio::test]
async fn a_line_without_a_procedure_opens_a_new_one_and_an_ended_one_is_abolished() {
    let scene = scene().await;
    let file = changed(&scene.city.app, &["HT-01", "HT-10", "DD-01"], |code, cells| match code {
        "HT-01" => {
            cells[1] = "HT-99".into();
            cells[column("catalogue-national-term")] = "3 ngày làm việc. Kể từ khi đủ giấy tờ.".into();
        }
        "HT-10" => cells[1] = "1.000656".into(),
        _ => cells[column("catalogue-national-status")] = "Không còn áp dụng".into(),
    });
    let file = file.await;
    let html = scene.look(&[("moi.csv", &file)]).await;
    assert!(html.contains("Thủ tục mới") && html.contains("“1.000656”"), "{html}");
    assert_eq!(scene.draft(&html).await, 2);
    let kind = async |code| store::changes_of(&scene.city.app.store, code).await.unwrap().remove(0).kind;
    assert_eq!((kind("HT-99").await.as_str(), kind("DD-01").await.as_str()), ("new", "abolish"));
}

async fn body(app: &App, code: &str) -> Procedure {
    let newest = store::versions(&app.store, code).await.unwrap().pop().unwrap();
    serde_json::from_str(&newest.body).unwrap()
}

#[tokio::test]
async fn an_entry_keeps_what_the_sheet_does_not_carry() {
    let city = seeded().await;
    let (vi, base) = (city.app.locale(Lang::Vi), body(&city.app, "HT-01").await);
    let values = national::values(&vi, &base, "Cần Thơ");
    let at = column("catalogue-national-components");
    let mut cells: Vec<Option<String>> = values.into_iter().map(Some).collect();
    let first = format!("{} | Bản sao | 3", base.components[0].name);
    let rest: Vec<String> = base.components.iter().skip(1).map(|c| national::component(&vi, c)).collect();
    cells[at] = Some(format!("{first}\n{}\nGiấy mới | Xuất trình", rest.join("\n")));
    let line = national_read::Line { line: 2, cells };
    let read = national_read::overlay(&vi, "Cần Thơ", &base, &line, &[]).unwrap();
    let was = &base.components[0];
    let is = &read.components[0];
    assert_eq!((is.copies, is.kind.as_str(), &is.key, is.online), (3, "copy", &was.key, was.online));
    assert_eq!(read.components.len(), base.components.len() + 1);
    let new = read.components.last().unwrap();
    assert_eq!((new.key.as_str(), new.kind.as_str(), new.copies), ("giay-moi", "shown", 1));
    let other = Procedure { components: base.components.clone(), ..read };
    assert_eq!(serde_json::to_value(&other).unwrap(), serde_json::to_value(&base).unwrap());
}

#[tokio::test]
async fn a_term_is_read_from_its_own_words() {
    let city = seeded().await;
    let vi = city.app.locale(Lang::Vi);
    let at = column("catalogue-national-term");
    let mut read = 0;
    for file in shipped() {
        let whole = rules::parse(&file.text).unwrap();
        let parted = whole.term.as_ref().is_none_or(|term| !term.legs.is_empty());
        if parted || !whole.variants.is_empty() {
            continue;
        }
        let words = national::values(&vi, &whole, "").swap_remove(at);
        let bare = Procedure { term: None, term_note: None, ..whole };
        let mut cells = vec![None; FIELDS.len()];
        cells[at] = Some(words.clone());
        let line = national_read::Line { line: 2, cells };
        let again = national_read::overlay(&vi, "", &bare, &line, &[]).unwrap();
        assert_eq!(national::values(&vi, &again, "")[at], words, "{}", file.name);
        read += 1;
    }
    assert!(read > 50, "{read}");
}

#[tokio::test]
async fn any_bytes_are_read_or_refused_with_a_reason() {
    let city = seeded().await;
    let app = &city.app;
    let (vi, en) = (app.locale(Lang::Vi), app.locale(Lang::En));
    let base = body(app, "HT-01").await;
    let fields = [base.field.clone()];
    let mut inputs = vec![changed(app, &["HT-01", "HT-10"], |_, _| {}).await];
    inputs.push(exported(app, "dang=xlsx&ma=HT-01").await);
    inputs.push("Mã thủ tục;Phí, lệ phí (tên, mức, ghi chú)\nHT-01;\"a | 1.0.0 đồng\n|\"\n".into());
    fuzzing::rounds("national", &inputs, 300, |bytes| {
        assert!(uploads::yaml("a", bytes).is_none_or(|files| !files.is_empty()));
        let rows = match uploads::rows::rows(bytes) {
            Ok(rows) => rows,
            Err(key) => return assert_ne!(vi.t(key), key, "a reason has its words"),
        };
        let (lines, mut faults) = match national_read::lines(&[&vi, &en], &rows) {
            Ok(read) => read,
            Err(fault) => (Vec::new(), vec![fault]),
        };
        for line in &lines {
            match national_read::overlay(&vi, &app.settings.city, &base, line, &fields) {
                Ok(body) => assert!(rules::check(&body).is_ok()),
                Err(found) => {
                    assert!(!found.is_empty());
                    faults.extend(found);
                }
            }
        }
        for fault in faults {
            assert!(fault.line > 0 && vi.t(fault.wrong.key) != fault.wrong.key, "{fault:?}");
        }
    });
}
