//! The clerk's window: the program is started and asked over plain HTTP, as a browser would.

use crate::support::command::{files, fixture, program};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;
use zip::write::SimpleFileOptions;

/// A window that is open; dropped, its process is killed.
struct Window {
    child: Child,
    host: String,
    token: String,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// What an error says in English, which its Chinese is not.
    fn error(&self) -> String {
        let json = self.json();
        let [english, chinese] =
            ["error", "error_zh"].map(|key| json[key].as_str().unwrap().to_owned());
        assert!(!chinese.is_ascii() && chinese != english, "{chinese}");
        english
    }
}

impl Window {
    /// Opens the window of `<dir>/window`.
    fn open(dir: &Path, args: &[&str]) -> Window {
        let mut command = program();
        command.args(["serve", "window", "--no-open"]).args(args).current_dir(dir);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let rest = line.trim().strip_prefix("http://").unwrap_or_else(|| panic!("{line:?}"));
        let (host, token) = rest.trim_end_matches('/').split_once('/').unwrap();
        assert!(host.starts_with("127.0.0.1:") && token.len() >= 32, "{line}");
        Window { host: host.into(), token: token.into(), child }
    }

    /// Sends these bytes and reads until the other side closes.
    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let mut bytes = vec![];
        let _ = stream.write_all(request); // what is refused at its head is not read to its end
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|b| b == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(&bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn request(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        headers.iter().for_each(|header| head.push_str(&format!("{header}\r\n")));
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        self.raw(&[head.as_bytes(), body].concat())
    }

    /// A request of the page.
    fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let (host, origin) =
            (format!("Host: {}", self.host), format!("Origin: http://{}", self.host));
        let headers = [&*host, &*origin, "Sec-Fetch-Site: same-origin"];
        self.request(method, &format!("/{}/{path}", self.token), &headers, body)
    }

    fn get(&self, path: &str) -> Answer {
        let answer = self.ask("GET", path, b"");
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        answer
    }

    /// Gives a file; its ids.
    fn give(&self, name: &str, bytes: &[u8]) -> Vec<String> {
        let answer = self.ask("POST", &format!("files?name={}", encoded(name)), bytes);
        assert_eq!(answer.status, 201, "{name}: {}", String::from_utf8_lossy(&answer.body));
        let json = answer.json();
        json["documents"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().into()).collect()
    }

    /// The list, once it is as `wanted`.
    fn list(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..60 * 60 * 10 {
            let list = self.get("documents?since=0&count=1000").json();
            if wanted(&list) {
                return list;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("it never comes");
    }

    /// The list, once nothing waits any more.
    fn settled(&self) -> Value {
        self.list(|list| list["counts"]["waiting"] == 0 && list["counts"]["reading"] == 0)
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn encoded(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn altered() -> Vec<u8> {
    fs::read(fixture("seed/altered.pdf")).unwrap()
}

/// The file of that name, told from others by a remark behind it.
fn numbered(name: &str, number: usize) -> Vec<u8> {
    let mut bytes = fs::read(fixture(name)).unwrap();
    bytes.extend(format!("\n% {number}\n").bytes());
    bytes
}

/// A file of a few words.
fn small(number: usize) -> Vec<u8> {
    numbered("read/plain.pdf", number)
}

fn names(list: &Value) -> Vec<String> {
    let all = list["documents"].as_array().unwrap().iter();
    all.map(|entry| entry["file"].as_str().unwrap().to_owned()).collect()
}

fn zip_of<'a>(members: impl IntoIterator<Item = (String, &'a [u8])>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in members {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Names and texts of the members.
fn members(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..zip.len())
        .map(|index| {
            let (mut member, mut bytes) = (zip.by_index(index).unwrap(), vec![]);
            member.read_to_end(&mut bytes).unwrap();
            (member.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn a_planted_error_is_seen_marked_and_still_marked_after_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let ids = window.give("altered.pdf", &altered());
    assert_eq!(window.give("altered.pdf", &altered()), ids, "the same file once more");
    let list = window.settled();
    let entry = &list["documents"][0];
    assert_eq!((list["total"].as_u64(), entry["state"].as_str()), (Some(1), Some("done")));
    assert_eq!((entry["mismatches"].as_u64(), entry["year"].as_u64()), (Some(3), Some(2025)));
    assert_eq!(entry["name"], "福州市社会保险技术服务保障中心");

    let path = format!("documents/{}", ids[0]);
    let seen = window.get(&format!("{path}?lang=zh")).json();
    let notes = seen["notes"].as_array().unwrap();
    assert_eq!(entry["notes"].as_u64(), Some(notes.len() as u64));
    let note = notes.iter().find(|note| note["rule"] == "W2").unwrap();
    assert_eq!((note["kind"].as_str(), note["page"].as_u64()), (Some("mismatch"), Some(11)));
    assert_eq!(note["equation"]["left"], "205,600.00 元");
    assert_eq!(note["equation"]["right"], "211,600.00 元");
    assert_eq!(note["places"][0]["page"], 11);
    assert_eq!(
        (note["places"][0]["role"].as_str(), &note["mark"]),
        (Some("printed"), &Value::Null)
    );
    assert!(note["text"].as_str().unwrap().contains("机关事业单位基本养老保险缴费支出"), "{note}");
    let table = &seen["tables"][0];
    let columns = table["columns"].as_array().unwrap().len();
    let cells = |row: &Value| row["cells"].as_array().unwrap().len();
    assert!(table["rows"].as_array().unwrap().iter().all(|row| cells(row) == columns));
    let sizes = seen["page_sizes"].as_array().unwrap();
    assert_eq!(
        (sizes.len() as u64, sizes[10].as_array().unwrap().len()),
        (seen["pages"].as_u64().unwrap(), 2)
    );
    assert!(seen["owed"].as_array().unwrap().iter().any(|owed| owed["state"] == "found"));

    let key = note["key"].as_str().unwrap();
    let version = window.settled()["version"].as_u64().unwrap();
    let marked = r#"{"mark":"publisher","remark":"第11页改"}"#;
    for body in [r#"{"mark":"fine"}"#, r#"{"mark":null}"#, marked] {
        let answer = window.ask("PUT", &format!("{path}/marks/{key}"), body.as_bytes());
        assert_eq!(answer.status, 204);
    }
    let wrong = window.ask("PUT", &format!("{path}/marks/{key}"), br#"{"mark":"wrong"}"#);
    assert_eq!((wrong.status, wrong.error().contains("misread")), (400, true));
    let changed = window.get(&format!("documents?since={version}")).json();
    assert_eq!(
        (changed["documents"][0]["marked"].as_u64(), changed["total"].as_u64()),
        (Some(1), Some(1))
    );
    let version = changed["version"].as_u64().unwrap();
    assert_eq!(
        window.get(&format!("documents?since={version}")).json()["documents"],
        Value::Array(vec![])
    );
    window.kill();

    let window = Window::open(dir.path(), &[]);
    let list = window.get("documents").json();
    assert_eq!(list["documents"][0]["state"], "done", "it is not made again");
    let seen = window.get(&path).json();
    let all = seen["notes"].as_array().unwrap();
    let marks = all.iter().filter(|note| !note["mark"].is_null());
    let marks: Vec<_> = marks.map(|note| (note["key"].as_str().unwrap(), &note["mark"])).collect();
    assert_eq!(marks, [(key, &serde_json::from_str(marked).unwrap())]);
    assert_eq!(window.get(&format!("{path}/original.pdf")).body, altered());

    let since = list["version"].as_u64().unwrap();
    assert_eq!(window.ask("DELETE", &path, b"").status, 204);
    let gone = window.get(&format!("documents?since={since}")).json();
    assert_eq!(
        (gone["total"].as_u64(), &gone["removed"][0]),
        (Some(0), &Value::from(ids[0].as_str()))
    );
    assert_eq!(window.ask("GET", &path, b"").error().split(':').next(), Some("no such document"));
    let left: Vec<_> = files(&dir.path().join("window")).into_keys().collect();
    assert_eq!(left, [Path::new("window.jsonl")]);
}

#[test]
fn what_was_given_before_a_kill_is_converted_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &["--jobs", "1"]);
    let packed: Vec<_> = (0..30).map(|n| (format!("文件/{n}.pdf"), small(n))).collect();
    let zip = zip_of(packed.iter().map(|(name, bytes)| (name.clone(), &**bytes)));
    let zipped = window.give("many.zip", &zip);
    assert_eq!(zipped.len(), 30);
    let singles: Vec<_> = thread::scope(|scope| {
        let give = |number: usize| {
            let bytes =
                if number < 3 { numbered("seed/altered.pdf", number) } else { small(number) };
            let window = &window;
            scope.spawn(move || window.give(&format!("{number}.pdf"), &bytes))
        };
        let threads: Vec<_> = (0..30).map(give).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    window.kill();
    let window = Window::open(dir.path(), &[]);
    let list = window.settled();
    let ids = |list: &Value| -> BTreeSet<String> {
        let all = list["documents"].as_array().unwrap().iter();
        all.map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    };
    let given: BTreeSet<String> = zipped.into_iter().chain(singles).collect();
    assert_eq!((ids(&list), given.len()), (given, 60));
    assert_eq!(
        (list["counts"]["done"].as_u64(), list["counts"]["failed"].as_u64()),
        (Some(60), Some(0))
    );
    assert!(names(&list).contains(&"many.zip/文件/29.pdf".to_owned()));
    // in pieces, each document once
    let piece = |from: usize| window.get(&format!("documents?since=0&from={from}&count=25")).json();
    let pieces = [piece(0), piece(25), piece(50)];
    assert_eq!(pieces.each_ref().map(|it| it["documents"].as_array().unwrap().len()), [25, 25, 10]);
    assert_eq!(pieces.iter().flat_map(ids).collect::<BTreeSet<_>>(), ids(&list));
}

#[test]
fn pages_are_drawn_and_the_pdf_gets_its_notes() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let id = window.give("altered.pdf", &altered()).remove(0);
    let picture = window.get(&format!("documents/{id}/pages/11.png?width=600"));
    assert!(picture.head.contains("content-type: image/png") && picture.head.contains("immutable"));
    assert_eq!(
        (&picture.body[..8], &picture.body[16..20]),
        (&b"\x89PNG\r\n\x1a\n"[..], &[0, 0, 2, 88][..])
    );
    let none = window.ask("GET", &format!("documents/{id}/pages/99.png"), b"");
    assert_eq!((none.status, none.error().contains("99")), (422, true));
    assert_eq!(window.ask("GET", &format!("documents/{id}/pages/x.png"), b"").status, 404);
    assert_eq!(window.ask("GET", "documents/x/pages/1.png", b"").status, 404);
    window.settled();
    let seen = window.get(&format!("documents/{id}")).json();
    let mark = |key: &Value| format!("documents/{id}/marks/{}", key.as_str().unwrap());
    let notes = seen["notes"].as_array().unwrap();
    let annotated = || window.get(&format!("documents/{id}/annotated.pdf?lang=en")).body;
    let all = annotated();
    assert!(all.starts_with(&altered()) && all.len() > altered().len());
    for note in notes {
        assert_eq!(window.ask("PUT", &mark(&note["key"]), br#"{"mark":"fine"}"#).status, 204);
    }
    assert!(annotated() == altered(), "what is fine is not told");
}

#[test]
fn documents_are_compared_with_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let first = window.give("altered.pdf", &altered()).remove(0);
    let second = window.give("typst.pdf", &fs::read(fixture("seed/typst.pdf")).unwrap()).remove(0);
    let mismatches = |list: &Value, at: usize| list["documents"][at]["mismatches"].as_u64();
    window.list(|list| (mismatches(list, 0), mismatches(list, 1)) == (Some(3), Some(1)));
    let seen = window.get(&format!("documents/{second}")).json();
    let note = &seen["notes"][0];
    assert_eq!((note["rule"].as_str(), note["kind"].as_str()), (Some("B2"), Some("mismatch")));
    assert!(
        note["text"].as_str().unwrap().starts_with("altered.pdf is of the same unit"),
        "{note}"
    );
    assert_eq!(window.ask("DELETE", &format!("documents/{first}"), b"").status, 204);
    window.list(|list| mismatches(list, 0) == Some(0));
}

#[test]
fn two_files_of_one_name_are_two_documents() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let ids: BTreeSet<_> = thread::scope(|scope| {
        let window = &window;
        let give = |n: usize| scope.spawn(move || window.give("预算.pdf", &small(n)));
        let threads = [give(1), give(2)];
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), 2);
    assert_eq!(names(&window.settled()), ["预算.pdf", "预算~2.pdf"]);
    for id in ids {
        let original = window.get(&format!("documents/{id}/original.pdf")).body;
        assert!([small(1), small(2)].contains(&original));
    }
}

#[test]
fn hostile_names_are_data() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let long = "长".repeat(300);
    let hostile = [
        "../../escaped.pdf",
        "/etc/passwd",
        "a\0b.pdf",
        "a\r\nX-Header: b.pdf",
        "\u{202e}fdp.exe",
        "CON",
        "",
        "..",
        "<script>alert(1)</script>.pdf",
        "=HYPERLINK(\"http://x\")",
        "a\\b.pdf",
        &long,
    ];
    for (number, name) in hostile.into_iter().enumerate() {
        let id = window.give(name, &small(number)).remove(0);
        let original = window.get(&format!("documents/{id}/original.pdf"));
        assert_eq!(original.body, small(number));
        assert!(!original.head.contains("\nx-header"), "{}", original.head);
    }
    assert_eq!(window.ask("POST", "files?name=%ff%", &small(99)).status, 201, "no name at all");
    let list = window.settled();
    let names = names(&list);
    assert_eq!(names.len(), hostile.len() + 1);
    assert!(
        names
            .iter()
            .all(|name| !name.contains(['\0', '\n', '\u{202e}']) && name.chars().count() <= 200)
    );
    window.get("data.zip");
    drop(window);
    let inputs = files(dir.path()).into_keys().filter(|path| path.starts_with("window/inputs"));
    let stems: Vec<_> =
        inputs.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(stems.len(), hostile.len() + 1);
    assert!(
        stems.iter().all(|stem| stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit()))
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing beside the folder");
}

#[test]
fn strangers_are_told_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let own = format!("Host: {}", window.host);
    let path = |rest: &str| format!("/{}/{rest}", window.token);
    let page = window.request("GET", &path(""), &[&own], b"");
    assert_eq!(page.status, 200);
    for header in [
        "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cache-control: no-store",
        "content-type: text/html",
    ] {
        assert!(page.head.contains(&format!("\r\n{header}")), "{header}: {}", page.head);
    }
    let refused = |headers: &[&str], path: &str| {
        let answer = window.request("GET", path, headers, b"");
        assert!(!answer.head.contains("access-control"), "{}", answer.head);
        assert!(answer.body.is_empty(), "{}", String::from_utf8_lossy(&answer.body));
        answer.status
    };
    let port = window.host.split(':').nth(1).unwrap();
    let rebound = format!("Host: evil.example:{port}");
    for headers in [
        &[][..],
        &[&*rebound],
        &["Host: 127.0.0.1"],
        &[&own, "Origin: http://evil.example"],
        &[&own, "Origin: null"],
        &[&own, "Sec-Fetch-Site: cross-site"],
        &[&own, &own],
    ] {
        let status = refused(headers, &path("documents"));
        assert!(matches!(status, 400 | 403), "{headers:?}: {status}");
    }
    let near = format!("{}0", &window.token[..window.token.len() - 1]);
    let near = if near == window.token { format!("{}1", &near[..near.len() - 1]) } else { near };
    for path in [
        "/".to_owned(),
        "/documents".into(),
        format!("/{near}/documents"),
        format!("/{}", window.token),
        format!("/{}/", &window.token[1..]),
        format!("/x/../{}/documents", window.token),
        path("../documents"),
        path("window.jsonl"),
        path("documents/x/../../window.jsonl"),
        path("%2e%2e/window.jsonl"),
        path("documents/..%2f..%2fwindow/document.json/x"),
    ] {
        assert_eq!(refused(&[&own], &path), 404, "{path}");
    }
    let unknown = window.ask("GET", "documents/..%2fwindow/document.json", b"");
    assert_eq!(unknown.status, 404);
    assert!(unknown.error().starts_with("no such document"));
    let written = window.request(
        "POST",
        &path("files?name=a"),
        &[&own, "Origin: http://evil.example"],
        &small(1),
    );
    assert_eq!((written.status, written.body.len()), (403, 0));
    assert_eq!(window.get("documents").json()["total"], 0);
    assert_eq!(window.raw(b"nonsense\r\n\r\n").status, 400);
}

#[test]
fn limits_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &["--max-file-mb", "1", "--max-files", "3"]);
    let limits = window.get("limits").json();
    assert_eq!((limits["max_file_mb"].as_u64(), limits["max_files"].as_u64()), (Some(1), Some(3)));
    let large = [small(1), vec![b' '; 1 << 20]].concat();
    let answer = window.ask("POST", "files?name=large.pdf", &large);
    assert_eq!(answer.status, 413);
    assert!(answer.error().starts_with("more than the limit of 1 MB"), "{}", answer.error());
    // without a length that tells
    let host = &window.host;
    let mut chunked = format!(
        "POST /{}/files?name=a HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n",
        window.token,
        large.len()
    )
    .into_bytes();
    chunked.extend(&large);
    chunked.extend(b"\r\n0\r\n\r\n");
    assert_eq!(window.raw(&chunked).status, 413);
    let packed = zip_of([("a.pdf".to_owned(), &*large)]);
    assert!(packed.len() < 1 << 20);
    let id = window.give("packed.zip", &packed).remove(0);
    let list = window.settled();
    assert_eq!(
        (list["documents"][0]["id"].as_str(), list["documents"][0]["state"].as_str()),
        (Some(&*id), Some("failed"))
    );
    assert!(list["documents"][0]["error"].as_str().unwrap().contains("1048576"), "{list}");
    let zip = |name: &str| zip_of([(name.to_owned(), &b"text"[..])]);
    for (bytes, part) in [
        (b"text".to_vec(), "neither a PDF nor a zip file"),
        (zip("a.txt"), "without .pdf members"),
        (b"PK\x03\x04 and no more".to_vec(), "damaged zip"),
        (vec![], "neither a PDF nor a zip file"),
    ] {
        let answer = window.ask("POST", "files?name=a", &bytes);
        assert_eq!(answer.status, 415);
        assert!(answer.error().contains(part), "{}", answer.error());
    }
    window.give("2.pdf", &small(2));
    window.give("3.pdf", &small(3));
    let answer = window.ask("POST", "files?name=4.pdf", &small(4));
    assert_eq!(answer.status, 413);
    assert!(answer.error().contains("holds 3"), "{}", answer.error());
    drop(window);
    let left = files(&dir.path().join("window/inputs")).into_keys();
    assert_eq!(left.count(), 3, "nothing is left of what was refused");
}

#[test]
fn a_damaged_document_costs_no_other_its_rows() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let id = window.give("altered.pdf", &altered()).remove(0);
    window.give("plain.pdf", &small(1));
    window.settled();
    std::fs::write(dir.path().join(format!("window/documents/{id}.json")), b"{").unwrap();
    let data = members(&window.get("data.zip?form=csv").body);
    let (_, rows) = data.iter().find(|(name, _)| name == "documents.csv").unwrap();
    let rows = String::from_utf8(rows.clone()).unwrap();
    let failed: Vec<&str> = rows.lines().filter(|row| row.contains(",failed,")).collect();
    assert_eq!((rows.lines().count(), failed.len()), (3, 1));
    assert!(failed[0].contains("altered.pdf") && failed[0].contains("is being read again"));
    // which it is
    window.settled();
    let data = members(&window.get("data.zip?form=csv").body);
    let (_, rows) = data.iter().find(|(name, _)| name == "documents.csv").unwrap();
    assert!(!String::from_utf8(rows.clone()).unwrap().contains(",failed,"));
}

#[test]
fn downloads_hold_what_convert_writes_and_what_was_found() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let id = window.give("预算/altered.pdf", &altered()).remove(0);
    window.give("plain.pdf", &small(1));
    let list = window.settled();
    let seen = window.get(&format!("documents/{id}")).json();
    let key = seen["notes"][0]["key"].as_str().unwrap().to_owned();
    let mark = br#"{"mark":"misread","remark":"=1+1"}"#;
    assert_eq!(window.ask("PUT", &format!("documents/{id}/marks/{key}"), mark).status, 204);

    let data = window.get("data.zip?form=csv");
    assert!(data.head.contains("content-disposition: attachment; filename*=utf-8''data.zip"));
    let data = members(&data.body);
    let of = |name: &str| {
        let found = data.iter().find(|(known, _)| known == name);
        String::from_utf8(found.unwrap_or_else(|| panic!("{name}")).1.clone()).unwrap()
    };
    assert_eq!(of("documents.csv").lines().count(), 3);
    assert_eq!(of("facts.csv").lines().count(), 140);
    assert!(of("datapackage.json").contains("facts.csv"));
    let json = window.get(&format!("documents/{id}/document.json")).body;
    assert!(of("documents/altered.json").into_bytes() == json);
    // as the program writes it by itself
    let alone =
        program().args(["convert"]).arg(fixture("seed/altered.pdf")).output().unwrap().stdout;
    let name = fixture("seed/altered.pdf").display().to_string();
    let alone = String::from_utf8(alone).unwrap().replace(&name, "预算/altered.pdf");
    assert!(alone.into_bytes() == json);
    let books = members(&window.get("data.zip?form=xlsx").body);
    assert!(books.iter().any(|(name, _)| name == "facts.xlsx"));
    assert_eq!(window.ask("GET", "data.zip?form=doc", b"").status, 400);

    for path in
        ["findings.xlsx?lang=zh".to_owned(), format!("documents/{id}/findings.xlsx?lang=zh")]
    {
        let sheets = members(&window.get(&path).body);
        let sheet = sheets.iter().find(|(name, _)| name == "xl/worksheets/sheet1.xml").unwrap();
        let text = String::from_utf8(sheet.1.clone()).unwrap();
        for part in
            ["福州市社会保险技术服务保障中心", "211,600.00 元", "205,600.00 元", "=1+1", &key]
        {
            assert!(text.contains(part), "{path}: {part}");
        }
        assert!(!text.contains("<f>"), "no formula");
        let notes = seen["notes"].as_array().unwrap().len();
        let others = list["documents"][1]["notes"].as_u64().unwrap() as usize;
        let others = if path.starts_with("findings") { others } else { 0 };
        assert_eq!(text.matches("<row ").count(), 1 + notes + others);
    }
    let hidden = files(&dir.path().join("window"))
        .into_keys()
        .filter(|path| path.to_string_lossy().contains(".window"));
    assert_eq!(hidden.count(), 0, "nothing that was under way is left");
}

#[test]
fn one_window_for_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(dir.path(), &[]);
    let second =
        program().args(["serve", "window", "--no-open"]).current_dir(dir.path()).output().unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!((second.status.code(), second.stdout.len()), (Some(2), 0));
    assert!(said.contains("another window is open on this folder"), "{said}");
    let port = window.host.split(':').nth(1).unwrap();
    let other = program()
        .args(["serve", "other", "--no-open", "--lang", "zh", "--port", port])
        .current_dir(dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8(other.stderr).unwrap();
    assert_eq!(other.status.code(), Some(2));
    assert!(said.contains(&format!("端口{port}")), "{said}");
}

#[cfg(unix)]
#[test]
fn a_window_that_is_asked_to_end_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut window = Window::open(dir.path(), &["--jobs", "1"]);
    let ids: Vec<_> = (0..5)
        .flat_map(|n| window.give(&format!("{n}.pdf"), &numbered("seed/altered.pdf", n)))
        .collect();
    // one that has sent half of a head, and one that has sent half of a file
    let mut half = TcpStream::connect(&window.host).unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHost:").unwrap();
    let mut upload = TcpStream::connect(&window.host).unwrap();
    let head = format!(
        "POST /{}/files?name=a HTTP/1.1\r\nHost: {}\r\nContent-Length: 1000\r\n\r\n%PDF-",
        window.token, window.host
    );
    upload.write_all(head.as_bytes()).unwrap();
    let term =
        std::process::Command::new("kill").arg(window.child.id().to_string()).status().unwrap();
    assert!(term.success());
    assert_eq!(window.child.wait().unwrap().code(), Some(130));
    let window = Window::open(dir.path(), &[]);
    let list = window.settled();
    assert_eq!(
        (list["total"].as_u64(), list["counts"]["failed"].as_u64()),
        (Some(ids.len() as u64), Some(0))
    );
    drop(window);
    let names: Vec<_> = files(&dir.path().join("window")).into_keys().collect();
    assert_eq!(names.len(), 1 + 2 * ids.len(), "{names:?}");
}
