"""Check a seal, a proof or an archive of seals with Python alone: python verify.py PATH [--fingerprint LETTERS].
Kiểm tra bản niêm phong, bản chứng minh hay kho niêm phong chỉ bằng Python: python verify.py TỆP [--fingerprint DẤU].

Written apart from the program dvk. It checks the container, every hash, the tree over units, the chain, the signature
(by the library cryptography, where it is there). It computes no points; dvk verify does. Exit status: 0 right, 3 not.
"""
import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

SAID = dict(re.findall(r"([SV]\d+) (.*?)(?: \||$)", """
S101 không đọc được / cannot be read | V706 không nối sau bản trước / does not come after the one before
V102 không phải bản niêm phong / is no seal | V504 dòng này không có trong bản đó / no such row in the seal
V103 có byte lạ ở trước / has bytes before it | V704 khác tệp ghi trong nhật ký / is not the file of the log
V104 có byte lạ ở sau / has bytes behind it | V707 dòng cuối nhật ký khác / another last line of the log
V105 tệp bị cụt / the file ends too soon | V115 manifest.json đã bị đổi / manifest.json was changed
V106 bị nén / is compressed | V210 CHƯA KIỂM TRA chữ ký: cần cryptography / signature NOT CHECKED: needs cryptography
V107 là bom nén / is a compression bomb | V120 cây băm khác các dòng / the tree is not of the rows
V108 có hai lần / is there twice | V208 không nối sau bản đã nêu / not after the named seal
V109 tên không an toàn / has an unsafe name | V110 phần đầu khác dạng / has a header of another form
V111 sai CRC: đã bị đổi / has another CRC: was changed | V203 chữ ký bị lấy đi / its signature was taken away
V112 mục lục ZIP sai / the ZIP's directory is wrong | V204 chữ ký của khóa khác / signed with another key
V113 bị thiếu / is missing | V702 nhật ký bị sửa hay đổi thứ tự từ đây / the log was edited or reordered from here
V114 sai dạng / is not of its form | V209 không phải dấu niêm phong / is no fingerprint | V116 bị thêm vào / was added
V117 bị lấy đi / was taken away | V701 dòng nhật ký sai dạng / a bad line of the log | V118 đã bị đổi / was changed
V119 định dạng khác / another format | V207 không nối sau bản nào / comes after no seal | V122 quá lớn / is too large
V121 bị tráo / was swapped | V503 cần --fingerprint / --fingerprint is needed | V205 người ký khác / another signer
V123 thứ tự bị đổi / the order was changed | V703 không có trong kho / is not in the archive
V201 dấu niêm phong khác / another fingerprint | V705 không có trong nhật ký / is not in the log
V202 chữ ký sai / the signature is wrong | V502 không phải bản chứng minh / is no proof
V206 không ai ký / nobody signed it | V708 không có log.jsonl / has no log.jsonl | V211 ai cũng ký được / a weak key
V713 bản đầu của kho nối sau bản không có ở đây / the first comes after one that is not here""", re.MULTILINE))
HEAD, SIGNATURE, MANIFEST = FRONT = ("seal.json", "signature.json", "manifest.json")
EDITIONS, TEXTS = {"result": "result.json", "public": "public.json"}, "before file sha256 seal by day word".split()
LARGEST, MOST, BOMB, ODD = 2_000_000_000, 10_000, 100, "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]"
Found = list[tuple[str, str]]
HEX = '"[0-9a-f]{64}"'
HEAD_FORM = (rf'{{"earlier":(null|{{"file":{HEX},"seal":{HEX}}}),"format":"dvk-seal/1",'
             rf'("full":null,"kind":"result"|"full":{HEX},"kind":"public"),"manifest":{HEX},"signer":(null|{HEX}),"units":{{"root":{HEX},"size":\d+}}}}')
SIGNATURE_FORM = rf'{{"algorithm":"Ed25519","key":{HEX},"signature":"[0-9a-f]{{128}}"}}'

class StopError(Exception): """Nothing more can be said than what was found, and this."""

def need(is_right: object) -> None:
    if not is_right: raise ValueError

def sha(data: bytes) -> str: return hashlib.sha256(data).hexdigest()
def is_hex(value: Any) -> bool: return re.fullmatch(HEX, json.dumps(value)) is not None
def is_whole(value: Any) -> bool: return type(value) is int and abs(value) < 2**53
def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len(dict(pairs)) == len(pairs))
    return dict(pairs)

def loads(data: bytes) -> Any:
    no = lambda _: need(is_right=False)  # noqa: E731
    return json.loads(data.decode(), object_pairs_hook=once, parse_float=no, parse_constant=no)

def text(one: Any, deep: int = 64) -> str:
    """RFC 8785, of what a seal holds: no numbers but whole ones."""
    need(deep or not isinstance(one, dict | list))
    if isinstance(one, dict):
        keys = sorted(one, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{text(key)}:{text(one[key], deep - 1)}" for key in keys) + "}"
    if isinstance(one, list): return "[" + ",".join(text(each, deep - 1) for each in one) + "]"
    need(isinstance(one, bool) or not isinstance(one, int) or is_whole(one))
    return json.dumps(one, ensure_ascii=False)

def exact(data: bytes) -> Any:
    value = loads(data)
    need(text(value).encode() == data)
    return value

def short(digest: str) -> str:
    return "-".join(re.findall("....", base64.b32encode(bytes.fromhex(digest)[:20]).decode()))
def plain(written: str) -> str: return re.sub(r"^DVK-SEAL:|[\s-]", "", written.strip()).upper()
def is_of(written: str, digest: str) -> bool: return plain(written) in (digest.upper(), plain(short(digest)))
def is_safe(name: str) -> bool: return not re.search(r"[\x00-\x1f\x7f\ufffd\\:]|(^|/)(/|$)|[. ](/|$)", name)
def is_weak(key: str) -> bool:
    """Of order 1, 2, 4 or 8 on the curve of RFC 8032: anybody signs for such a key."""
    y = int.from_bytes(bytes.fromhex(key), "little") % 2**255
    return y * (y * y - 1) * (121665 * y**4 - 243332 * y * y + 121666) % (2**255 - 19) == 0
def pair(left: bytes, right: bytes) -> bytes: return hashlib.sha256(b"\1" + left + right).digest()
def leaf(row: Any) -> bytes: return hashlib.sha256(b"\0" + text(row).encode()).digest()
def tree(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, to the letter: split at the largest power of two below the size."""
    if len(leaves) < 2: return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return pair(tree(leaves[:half]), tree(leaves[half:]))

def climb(one: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Go from a leaf to the root by the same splits."""
    need(bool(path) == (size > 1))
    if size < 2: return one
    half = 1 << (size - 1).bit_length() - 1
    if index < half: return pair(climb(one, index, half, path[:-1]), path[-1])
    return pair(path[-1], climb(one, index - half, size - half, path[:-1]))

def unzip(data: bytes, found: Found) -> dict[str, bytes]:
    """Take the one form of a ZIP that a seal has."""
    at, central, members = 0, b"", dict[str, bytes]()
    if len(data) > LARGEST or data[:4] != b"PK\3\4":
        is_late = b"PK\3\4" in data and b"PK\5\6" in data
        raise StopError("V122" if len(data) > LARGEST else "V103" if is_late else "V102", "")
    while data[at : at + 4] == b"PK\3\4":
        head = data[at + 4 : at + 30].ljust(26, b"\xff")
        version, flags, method, time, day, crc, stored, size, length, extra = struct.unpack("<5H3I2H", head)
        begin = at + 30 + length + extra
        if begin + stored > len(data) or len(members) >= MOST:
            raise StopError("V105" if begin + stored > len(data) else "V122", "")
        raw, content = data[at + 30 : at + 30 + length], data[begin : begin + stored]
        name = raw.decode("utf-8", "replace")
        if name in members:
            found.append(("V108", name))
        elif not is_safe(name):
            found.append(("V109", name))
        elif method:
            found.append(("V107" if size > BOMB * max(stored, 1) else "V106", name))
        elif (version, flags, time, day, extra) != (20, 2048, 0, 33, 0) or size != stored:
            found.append(("V110", name))
        elif zlib.crc32(content) != crc:
            found.append(("V111", name))
        members[name] = content
        central += struct.pack("<4s6H3I5H2I", b"PK\1\2", 788, 20, 2048, 0, 0, 33, crc, size, size,
                               length, 0, 0, 0, 0, 0o100644 << 16, at) + raw
        at = begin + stored
    if found: raise StopError
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(members), len(members), len(central), at, 0)
    wanted, rest = central + end, data[at:]
    if rest != wanted:
        raise StopError("V104" if rest.startswith(wanted) else "V105" if wanted.startswith(rest) else "V112", "")
    return members

def check_seal(data: bytes, found: Found) -> tuple[dict[str, Any], bytes, Any]:
    """Check container, hashes and tree; give the head, its bytes and the signature."""
    members, name = unzip(data, found), HEAD
    try:
        if {HEAD, MANIFEST} - set(members):
            raise StopError("V113", MANIFEST if HEAD in members else HEAD)
        head = exact(members[HEAD])
        if isinstance(head, dict) and head.get("format", "dvk-seal/1") != "dvk-seal/1":
            raise StopError("V119", str(head["format"]))
        need(re.fullmatch(HEAD_FORM, text(head), re.ASCII))
        front = [one for one in FRONT if one in members]
        if list(members) != front + sorted(set(members) - set(front)): raise StopError("V123", "")
        if sha(members[MANIFEST]) != head["manifest"]: raise StopError("V115", "")
        name, edition = MANIFEST, EDITIONS[head["kind"]]
        files = exact(members[name])["files"]
        need(isinstance(files, dict) and edition in files and all(map(is_hex, files.values())))
        there = {one: sha(content) for one, content in members.items() if one not in FRONT}
        found += [("V116", one) for one in there if one not in files]
        found += [("V117", one) for one in files if one not in there]
        homes = {value: one for one, value in files.items()}
        found += [("V121" if value in homes and there.get(homes[value]) != value else "V118", one)
                  for one, value in there.items() if files.get(one, value) != value]
        if found: raise StopError
        name = edition
        rows = (said := loads(members[name]))["units"]
        text({**said, "units": None}).encode()
        need(isinstance(rows, list) and all(isinstance(row, dict) and isinstance(row["unit"], str) for row in rows))
        need(len({row["unit"] for row in rows}) == len(rows))
        if (tree([leaf(row) for row in rows]).hex(), len(rows)) != (head["units"]["root"], head["units"]["size"]):
            raise StopError("V120", "")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise StopError("V114", name) from None
    try:
        signature = exact(members[SIGNATURE]) or {} if SIGNATURE in members else None
    except (ValueError, RecursionError):
        signature = {}
    return head, members[HEAD], signature

def check_known(head: Any, message: bytes, signature: Any, known: argparse.Namespace, found: Found) -> None:
    """Check fingerprint, signature and chain against what is known from elsewhere."""
    if known.fingerprint is not None and not is_of(known.fingerprint, sha(message)):
        is_one = re.fullmatch("[0-9A-F]{64}|[A-Z2-7]{32}", plain(known.fingerprint))
        found.append(("V201", short(sha(message))) if is_one else ("V209", known.fingerprint))
    if known.signer is not None and head["signer"] != known.signer:
        found.append(("V206" if head["signer"] is None else "V205", ""))
    if signature is None:
        found += [("V203", "")] * (head["signer"] is not None)
    elif not re.fullmatch(SIGNATURE_FORM, text(signature)):
        found.append(("V114", SIGNATURE))
    elif signature["key"] != head["signer"]:
        found.append(("V204", ""))
    elif is_weak(head["signer"]):
        found.append(("V211", ""))
    else:
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["key"]))
            key.verify(bytes.fromhex(signature["signature"]), message)
        except ImportError:
            found.append(("V210", ""))
        except Exception:  # noqa: BLE001 - what it raises has a name in that library alone
            found.append(("V202", ""))
    if known.earlier is not None and head["earlier"] != known.earlier:
        found.append(("V207" if head["earlier"] is None else "V208", ""))

def check_proof(data: bytes, known: argparse.Namespace, found: Found) -> str:
    try:
        proof = loads(data)
        need(isinstance(proof, dict) and set(proof) == {"format", "seal", "signature", "row", "index", "path"})
        head, row, index, path = proof["seal"], proof["row"], proof["index"], proof["path"]
        need(proof["format"] == "dvk-proof/1" and re.fullmatch(HEAD_FORM, text(head), re.ASCII))
        need(isinstance(row, dict) and isinstance(row["unit"], str))
        need(is_whole(index) and isinstance(path, list) and len(path) <= 64 and all(map(is_hex, path)) and text(proof))
        message, size = text(head).encode(), head["units"]["size"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise StopError("V502", "") from None
    found += [("V503", "")] * (known.fingerprint is None)
    check_known(head, message, proof["signature"], known, found)
    try:
        need(0 <= index < size)
        root = climb(leaf(row), index, size, [bytes.fromhex(one) for one in path])
    except ValueError:
        root = b""
    found += [("V504", row["unit"])] * (root.hex() != head["units"]["root"])
    return text(row)

def check_archive(folder: Path, known: argparse.Namespace, found: Found) -> str:
    if not (folder / "log.jsonl").is_file(): raise StopError("V708", "")
    *lines, rest = (folder / "log.jsonl").read_bytes().split(b"\n")
    before, listed, earlier = "0" * 64, set(), dict[str, str]()
    for count, line in enumerate(lines + [rest] * bool(rest), 1):
        try:
            entry = exact(line)
            need(set(entry) == {"n", "signer", *TEXTS} and line is not rest and is_whole(entry["n"]))
            need(all(isinstance(entry[key], str) for key in TEXTS) and (is_hex(entry["signer"]) or not entry["signer"]))
            need(is_safe(entry["file"]) and "/" not in entry["file"])
        except (ValueError, KeyError, TypeError, RecursionError):
            found.append(("V701", str(count)))
            before, earlier = sha(line), {}
            continue
        if entry["n"] != count or entry["before"] != before:
            found.append(("V702", str(count)))
        name, told, codes, before = entry["file"], {"seal": entry["seal"], "file": entry["sha256"]}, Found(), sha(line)
        listed.add(name)
        if not (folder / name).is_file():
            found.append(("V703", name))
        else:
            data = (folder / name).read_bytes()
            try:
                head, message, signature = check_seal(data, codes)
                context = argparse.Namespace(fingerprint=None, signer=known.signer, earlier=None)
                check_known(head, message, signature, context, codes)
                is_it = (sha(message), sha(data), head["signer"]) == (told["seal"], told["file"], entry["signer"])
                codes += [("V704", "")] * (not is_it)
                codes += [("V706", "")] * (bool(earlier) and head["earlier"] != earlier)
                codes += [("V713", "")] * (count == 1 and head["earlier"] is not None)
            except StopError:
                codes = [("V704", "")]
            found += [(code, f"{name}: {what}".rstrip(": ")) for code, what in codes]
        earlier = told
    found += [("V705", path.name) for path in sorted(folder.glob("*.[dD][vV][kK]")) if path.name not in listed]
    found += [("V707", short(before))] * (known.head is not None and not is_of(known.head, before))
    return short(before)

def check(path: Path, known: argparse.Namespace) -> tuple[Found, str]:
    """Check whatever it is; give what is wrong, and what may be said where nothing is."""
    found = Found()
    try:
        if known.signer and not is_hex(known.signer):  # a PEM: the key ends it (RFC 8410)
            known.signer = base64.b64decode(Path(known.signer).read_text().split("-----")[2])[-32:].hex()
        if known.after is not None:
            data = Path(known.after).read_bytes()
            known.earlier = {"seal": sha(check_seal(data, found)[1]), "file": sha(data)}
        if path.is_dir(): return found, check_archive(path, known, found)
        data = path.read_bytes()
        if data[:1] == b"{":
            return found, check_proof(data, known, found)
        head, message, signature = check_seal(data, found)
        check_known(head, message, signature, known, found)
        return found, f"{head['kind']}, {short(sha(message))}, {head['signer'] or '-'}"
    except StopError as stop:
        return [*found, *([stop.args] if stop.args else [])], ""
    except OSError as error:
        return [*found, ("S101", str(error))], ""

def main(words: list[str] | None = None) -> int:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    reader = argparse.ArgumentParser(description=__doc__)
    for option in ("path", "--fingerprint", "--signer", "--after", "--head"):
        reader.add_argument(option)
    known = reader.parse_args(words, argparse.Namespace(earlier=None))
    found, told = check(Path(known.path), known)
    for code, what in found:
        print(re.sub(ODD, "?", f"DVK-{code} {what + ': ' if what else ''}{SAID[code]}"))
    print("SAI / WRONG" if found else re.sub(ODD, "?", f"ĐÚNG / RIGHT: {told}"))
    return 3 if found else 0

if __name__ == "__main__":
    sys.exit(main())
