//! A department takes its estimate from a workbook, each wrong cell named → it waits at Home Affairs in the list of all that waits
//! → LibreOffice opens what goes out.

use crate::city::{Answer, City, Client};
use platform::Read;
use platform::export::{Sheet, Value};
use platform::workbook::{self, Bounds};

const BOUNDS: Bounds = Bounds { part: 4 << 20, rows: 1_000, columns: 30, letters: 2_000, all: 100_000 };

/// A workbook with the template's own headings.
fn filled(heads: &[String], rows: &[[&str; 10]]) -> Vec<u8> {
    let rows = rows.iter().map(|row| row.map(|cell| Value::Text(cell.to_owned())).into()).collect();
    let sheet =
        Sheet { name: "du-toan".to_owned(), title: "Dự toán".to_owned(), heads: heads.to_vec(), rows };
    sheet.xlsx().unwrap()
}

async fn sent(client: &Client<'_>, path: &str, file: &[u8]) -> Answer {
    let mut body = b"--rao\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"du-toan.xlsx\"\r\n\
        Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\r\n\r\n"
        .to_vec();
    body.extend(file);
    body.extend(b"\r\n--rao--\r\n");
    client.post_raw(path, "multipart/form-data; boundary=rao", body, None).await
}

#[tokio::test]
async fn an_estimate_comes_in_and_goes_out_as_a_workbook_and_waits_at_home_affairs() {
    let city = City::new().await;
    let writer = city.staff("specialist", "so-tu-phap").await;
    let head = city.staff("head", "so-tu-phap").await;
    let home = city.staff("leader", "so-noi-vu").await;
    let begun = [("co-quan", "so-tu-phap"), ("nam", "2014")];
    let budget = writer.post("/ngan-sach-cchc/lap", &begun).await.expect(303).location;
    let budget = budget.split('?').next().unwrap().to_owned();

    let template = writer.get(&format!("{budget}/bang?mau=1")).await.expect(200);
    let rows = workbook::rows(&template.bytes, &BOUNDS).unwrap();
    let heads = rows.iter().find(|row| row.iter().any(|c| c == "Nội dung chi")).unwrap().clone();
    assert_eq!(heads.len(), 11, "{heads:?}");
    let good = ["", "Sơ kết", "III.2", "Hội nghị", "hoi-nghi", "", "city", "đại biểu", "100", "150000"];
    let mut bad = good;
    (bad[4], bad[8]) = ("khong-co", "x");
    let import = format!("{budget}/nhap");
    let refused = sent(&writer, &import, &filled(&heads, &[good, bad])).await.expect(422);
    for cell in ["E5", "I5", "Mục chi", "Số lượng", "khong-co", "2 ô có lỗi"] {
        assert!(refused.text().contains(cell), "{cell}: {}", refused.text());
    }
    let lines = "SELECT COUNT(*) FROM budget_line";
    assert_eq!(city.app.store.number(lines, vec![]).await.unwrap(), 0, "all or none");
    sent(&writer, &import, &filled(&heads, &[good, good])).await.expect(303);
    assert_eq!(city.app.store.number(lines, vec![]).await.unwrap(), 2);
    let same = writer.get(&format!("{budget}/bang")).await.expect(200);
    sent(&writer, &import, &same.bytes).await.expect(303);
    assert_eq!(city.app.store.number(lines, vec![]).await.unwrap(), 2, "what comes back doubles nothing");

    head.post(&format!("{budget}/gui"), &[]).await.expect(303);
    let waiting = home.get("/dang-cho?loai=budget").await.expect(200);
    assert!(waiting.body.contains(&budget), "{}", waiting.text());
    let page = home.get(&budget).await.expect(200);
    assert!(page.text().contains("30.000.000"), "{}", page.text());
    let steps = "SELECT COUNT(*) FROM budget_step";
    assert_eq!(city.app.store.number(steps, vec![]).await.unwrap(), 5, "Planning and Finance both balance");

    let out = writer.get(&format!("{budget}/bang")).await.expect(200);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("du-toan.xlsx");
    std::fs::write(&file, &out.bytes).unwrap();
    let Ok(office) = std::process::Command::new("soffice")
        .args(["--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"])
        .arg(folder.path())
        .arg(format!("-env:UserInstallation=file://{}/office", folder.path().display()))
        .arg(&file)
        .output()
    else {
        // A machine without LibreOffice reads it with the house's own reader only.
        assert!(workbook::rows(&out.bytes, &BOUNDS).is_some());
        return;
    };
    let read = std::fs::read_to_string(folder.path().join("du-toan.csv"));
    let read = read.unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&office.stderr)));
    assert!(read.contains("Hội nghị") && read.contains("150000"), "{read}");
}
