//! The operations that are measured: the request to each side, how many ask at once, and the goal.

use crate::load::{Ask, Make};
use crate::sides::City;
use axum::http::StatusCode;
use bytes::Bytes;
use rand::RngCore;
use std::sync::Arc;

/// An operation on both sides.
pub struct Operation {
    /// Name in results and on the command line.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Connections that ask at once.
    pub connections: usize,
    /// Most times the floor's processor time, where that is the goal.
    pub times_floor: Option<f64>,
    /// Most milliseconds of processor time, where that is the goal.
    pub most_cpu_ms: Option<f64>,
    /// Most milliseconds that 99 of 100 answers take, where that is a goal too.
    pub most_p99_ms: Option<f64>,
    /// Least answers a second, where that is a goal too.
    pub least_rate: Option<f64>,
    /// Cookie of the asker.
    pub cookie: Option<String>,
    /// Request to the product.
    pub product: Make,
    /// Request to the floor, where it does the like.
    pub floor: Option<Make>,
}

const FORM: &str = "application/x-www-form-urlencoded";
const BOUNDARY: &str = "----motcua-bench";
/// An attachment.
const ATTACHED: usize = 100 * 1024;

/// Papers of the procedure HT-01, as its file names them.
const PAPERS: [&str; 5] = ["to-khai", "giay-chung-sinh", "giay-ket-hon", "giay-to-tuy-than", "so-ho-khau"];

fn token() -> String {
    let mut bytes = [0u8; 16];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

fn product_fields(agency: i64, number: u64) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("khoa", token()),
        ("thu-tuc", "HT-01".to_owned()),
        ("don-vi", agency.to_string()),
        ("kenh", "counter".to_owned()),
        ("doi-tuong", "citizen".to_owned()),
        ("ho-ten", format!("Nguyễn Thị Thử {number}")),
        ("so-giay-to", format!("36{:07}", number % 10_000_000)),
        ("dia-chi", "12 đường Hai Bà Trưng, phường Tân An, quận Ninh Kiều".to_owned()),
        ("dien-thoai", format!("09{:08}", number % 100_000_000)),
        ("tra-ket-qua", "counter".to_owned()),
        ("xu-ly", "tiep-nhan".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for paper in PAPERS {
        fields.push((format!("giay.{paper}.co"), "original".to_owned()));
        fields.push((format!("giay.{paper}.so"), "1".to_owned()));
    }
    fields
}

fn floor_fields(number: u64) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("key", token()),
        ("owner", format!("Nguyễn Thị Thử {number}")),
        ("identity", format!("36{:07}", number % 10_000_000)),
        ("address", "12 đường Hai Bà Trưng, phường Tân An, quận Ninh Kiều".to_owned()),
        ("phone", format!("09{:08}", number % 100_000_000)),
        ("channel", "counter".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    fields.extend(PAPERS.map(|_| ("paper".to_owned(), "original".to_owned())));
    fields
}

fn urlencoded(path: &str, fields: &[(String, String)]) -> Ask {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Ask {
        path: path.to_owned(),
        body: Some((FORM.to_owned(), Bytes::from(body))),
        expected: StatusCode::SEE_OTHER,
    }
}

/// The same with a file, as a browser sends it; its bytes are new each time.
fn multipart(path: &str, fields: &[(String, String)], file: &str) -> Ask {
    let mut body = Vec::with_capacity(ATTACHED + 4096);
    for (name, value) in fields {
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{file}\"; filename=\"to-khai.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    );
    body.extend_from_slice(head.as_bytes());
    let mut content = vec![0u8; ATTACHED];
    rand::rng().fill_bytes(&mut content);
    body.extend_from_slice(&content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    Ask {
        path: path.to_owned(),
        body: Some((format!("multipart/form-data; boundary={BOUNDARY}"), Bytes::from(body))),
        expected: StatusCode::SEE_OTHER,
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A name as somebody in a hurry types it: without marks.
fn plain(name: &str) -> String {
    crate::floor::fold(name)
}

/// The operations of docs/performance.md, in its order.
pub fn all(city: &City, floor_dossiers: u64) -> Vec<Operation> {
    let mut all = filing(city);
    all.extend(reading(city, floor_dossiers));
    all
}

fn base(name: &'static str, title: &'static str, product: Make) -> Operation {
    Operation {
        name,
        title,
        connections: 4,
        times_floor: None,
        most_cpu_ms: None,
        most_p99_ms: None,
        least_rate: None,
        cookie: None,
        product,
        floor: None,
    }
}

fn filing(city: &City) -> Vec<Operation> {
    let agency = city.agency;
    vec![
        Operation {
            connections: 64,
            times_floor: Some(3.0),
            most_p99_ms: Some(50.0),
            least_rate: Some(2000.0),
            cookie: Some(city.clerk.clone()),
            floor: Some(Arc::new(|n| urlencoded("/file", &floor_fields(n)))),
            ..base(
                "file",
                "file and receive a dossier at the counter",
                Arc::new(move |n| urlencoded("/quay/nhan", &product_fields(agency, n))),
            )
        },
        Operation {
            connections: 16,
            times_floor: Some(2.0),
            cookie: Some(city.clerk.clone()),
            floor: Some(Arc::new(|n| multipart("/file", &floor_fields(n), "file"))),
            ..base(
                "attach",
                "the same with a 100 KB attachment",
                Arc::new(move |n| multipart("/quay/nhan", &product_fields(agency, n), "giay.to-khai.tep")),
            )
        },
    ]
}

fn reading(city: &City, floor_dossiers: u64) -> Vec<Operation> {
    let dossiers = Arc::new(city.dossiers.clone());
    let one = move |n: u64| {
        let at = usize::try_from(n).unwrap_or(0) % dossiers.len().max(1);
        dossiers.get(at).cloned().unwrap_or_default()
    };
    let spread = move |n: u64| (n * 7919) % floor_dossiers.max(1) + 1;
    let (field, state, channel) = city.filters.clone();
    let inbox = format!("/ho-so?linh-vuc={}&trang-thai={state}&kenh={channel}", encoded(&field));
    let reader = Some(city.reader.clone());
    let (of_page, of_key, of_name, of_receipt) = (one.clone(), one.clone(), one.clone(), one);
    vec![
        Operation {
            times_floor: Some(2.5),
            most_p99_ms: Some(20.0),
            cookie: reader.clone(),
            floor: Some(Arc::new(|_| Ask::get("/inbox?field=HT&state=4&channel=counter".to_owned()))),
            ..base("inbox", "inbox: 25 rows, three filters", Arc::new(move |_| Ask::get(inbox.clone())))
        },
        Operation {
            times_floor: Some(3.0),
            cookie: reader.clone(),
            floor: Some(Arc::new(move |n| Ask::get(format!("/dossier/{}", spread(n))))),
            ..base(
                "dossier",
                "a dossier's page with its timeline",
                Arc::new(move |n| Ask::get(format!("/ho-so/{}?phan=lich-su", of_page(n).0))),
            )
        },
        Operation {
            times_floor: Some(2.0),
            floor: Some(Arc::new(move |n| Ask::get(format!("/track/key-of-dossier-{}", spread(n))))),
            ..base(
                "track",
                "public tracking page",
                Arc::new(move |n| Ask::get(format!("/theo-doi/{}", of_key(n).1))),
            )
        },
        Operation {
            times_floor: Some(2.0),
            most_p99_ms: Some(50.0),
            cookie: reader.clone(),
            floor: Some(Arc::new(|n| {
                Ask::get(format!("/search?q={}", encoded(&crate::floor::plain_name(n))))
            })),
            ..base(
                "search",
                "search of a name without tone marks",
                Arc::new(move |n| Ask::get(format!("/tim?q={}", encoded(&plain(&of_name(n).2))))),
            )
        },
        Operation {
            most_cpu_ms: Some(5.0),
            floor: Some(Arc::new(|_| Ask::get("/board".to_owned()))),
            ..base("board", "the city's board", Arc::new(|_| Ask::get("/muc-tieu".to_owned())))
        },
        Operation {
            connections: 1,
            most_cpu_ms: Some(30.0),
            cookie: reader,
            ..base(
                "receipt",
                "receipt as PDF",
                Arc::new(move |n| Ask::get(format!("/ho-so/{}/in/01", of_receipt(n).0))),
            )
        },
    ]
}
