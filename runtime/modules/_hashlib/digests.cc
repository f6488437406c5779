#include "runtime/modules/_hashlib/digests.h"

#include <openssl/err.h>
#include <openssl/objects.h>

#include <atomic>
#include <cstring>

#include "runtime/protocol/raise.h"
#include "runtime/types/container/set.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// Names that hashlib and OpenSSL spell differently, besides those of kNamedDigests.
constexpr NamedDigest kOtherDigests[] = {{"blake2b", "BLAKE2B-512"},
                                         {"blake2s", "BLAKE2S-256"},
                                         {"sha512_224", "SHA2-512/224"},
                                         {"sha512_256", "SHA2-512/256"}};

// Digests stay fetched for the life of the process: they belong to the library, not to an
// interpreter.
std::atomic<const EVP_MD*> fetched_digests[kNamedDigestCount];

void AddName(EVP_MD* digest, void* set) {
  Value names = Value::Pointer(static_cast<Object*>(set));
  if (HasPendingException()) return;
  Handle name = DigestName(digest);
  if (name) (void)SetAdd(names, name);
}

}  // namespace

Raised RaiseCrypto() {
  unsigned long code = ERR_peek_last_error();
  const char* library = ERR_lib_error_string(code);
  const char* reason = ERR_reason_error_string(code);
  bool no_memory = code != 0 && ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
  ERR_clear_error();
  if (no_memory) return RaiseMemoryError();
  if (code == 0) return Raise(&ValueErrorType, "no reason supplied");
  if (reason == nullptr) reason = "unknown reason";
  if (library != nullptr) return Raise(&ValueErrorType, "[%s] %s", library, reason);
  return Raise(&ValueErrorType, "%s", reason);
}

const EVP_MD* DigestOfRow(int row) {
  const EVP_MD* digest = fetched_digests[row].load(std::memory_order_acquire);
  if (digest != nullptr) return digest;
  EVP_MD* made = EVP_MD_fetch(nullptr, kNamedDigests[row].openssl_name, nullptr);
  if (made == nullptr) return RaiseCrypto();
  const EVP_MD* none = nullptr;
  if (fetched_digests[row].compare_exchange_strong(none, made)) return made;
  EVP_MD_free(made);
  return none;
}

EVP_MD* FetchDigest(const char* name) {
  const char* wanted = name;
  for (int row = 0; row < kNamedDigestCount; ++row) {
    if (strcmp(kNamedDigests[row].name, name) != 0) continue;
    const EVP_MD* digest = DigestOfRow(row);
    if (digest == nullptr) return nullptr;
    auto* shared = const_cast<EVP_MD*>(digest);
    if (!EVP_MD_up_ref(shared)) return RaiseCrypto();
    return shared;
  }
  for (const NamedDigest& row : kOtherDigests) {
    if (strcmp(row.name, name) == 0) wanted = row.openssl_name;
  }
  EVP_MD* digest = EVP_MD_fetch(nullptr, wanted, nullptr);
  if (digest == nullptr) return RaiseCrypto();
  return digest;
}

Owned DigestName(const EVP_MD* digest) {
  for (const NamedDigest& row : kNamedDigests) {
    if (EVP_MD_is_a(digest, row.openssl_name)) return StrFromUtf8(row.name);
  }
  for (const NamedDigest& row : kOtherDigests) {
    if (EVP_MD_is_a(digest, row.openssl_name)) return StrFromUtf8(row.name);
  }
  const char* name = OBJ_nid2ln(EVP_MD_get_type(digest));
  if (name == nullptr || EVP_MD_get_type(digest) == 0) name = EVP_MD_get0_name(digest);
  return StrFromUtf8(name);
}

Owned AllDigestNames() {
  Handle names = TRY(SetNew());
  EVP_MD_do_all_provided(nullptr, AddName, names.Get().AsObject());
  if (HasPendingException()) return {};
  return FrozenSetNew(names);
}

}  // namespace polygil
