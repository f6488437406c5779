// The wrapper behind functools.lru_cache.
//
// A bounded cache is a dict from key to link; the links form a ring in order of use through the
// wrapper's `root`. The dict owns the links, the ring only points. A key is the one argument itself
// if that is an exact int or str, else a tuple whose hash is computed once per call.

#include "runtime/modules/_functools/functools.h"
#include "runtime/modules/instance_dict.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/dict_internal.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type LruCacheType, LruLinkType;

struct Ring {
  Ring* previous;
  Ring* next;
};
struct Link : Object {
  Ring ring;
  int64_t hash;
  Value key, result;
};
Link* LinkOf(Ring* ring) {
  return reinterpret_cast<Link*>(reinterpret_cast<char*>(ring) - offsetof(Link, ring));
}

struct LruCache : Object {
  Value function;
  Value cache;  // dict
  Value info_type;
  Value dict;   // or empty
  Ring root;    // next: least recently used
  int64_t maximum;  // -1: unbounded
  int64_t hits, misses;
  bool typed;
};

void RingRemove(Ring* ring) {
  ring->previous->next = ring->next;
  ring->next->previous = ring->previous;
}
void RingAppend(LruCache* cache, Ring* ring) {
  Ring* root = &cache->root;
  ring->previous = root->previous;
  ring->next = root;
  root->previous->next = ring;
  root->previous = ring;
}
void RingReset(LruCache* cache) { cache->root.previous = cache->root.next = &cache->root; }

bool IsPlainKey(Value v) { return v.IsInt() || IsExactly(v, StrType) || IsExactly(v, IntType); }

// Stands between positional and keyword arguments in a key.
Value KeywordMark() { return Value::Pointer(&LruLinkType); }

Owned MakeKey(bool typed, const Value* args, size_t nargs, Value keyword_names) {
  size_t keywords = keyword_names ? static_cast<size_t>(TupleSize(keyword_names)) : 0;
  if (!typed && keywords == 0 && nargs == 1 && IsPlainKey(args[0])) return Retain(args[0]);
  size_t size = nargs + (keywords ? 2 * keywords + 1 : 0) + (typed ? nargs + keywords : 0);
  Owned key = TupleNew(static_cast<int64_t>(size));
  if (!key) return {};
  Value* out = key.Peek().As<Tuple>()->items;
  for (size_t i = 0; i < nargs; ++i) *out++ = Retain(args[i]).Peek();
  if (keywords) {
    *out++ = KeywordMark();
    for (size_t i = 0; i < keywords; ++i) {
      *out++ = Retain(TupleAt(keyword_names, static_cast<int64_t>(i))).Peek();
      *out++ = Retain(args[nargs + i]).Peek();
    }
  }
  if (typed) {
    for (size_t i = 0; i < nargs + keywords; ++i)
      *out++ = Retain(Value::Pointer(TypeOf(args[i]))).Peek();
  }
  return key;
}

Owned CallUncached(Value self, const Value* args, size_t nargs, Value keyword_names) {
  LruCache* cache = self.As<LruCache>();
  ++cache->misses;
  return Call(cache->function, args, nargs, keyword_names);
}

Owned CallUnbounded(LruCache* cache, const Value* args, size_t nargs, Value keyword_names) {
  Handle key = TRY(MakeKey(cache->typed, args, nargs, keyword_names));
  int64_t hash = TRY(DictHash(key));
  Value found = DictGetKnownHash(cache->cache, key, hash);
  if (found) {
    ++cache->hits;
    return Retain(found);
  }
  if (HasPendingException()) return {};
  ++cache->misses;
  Handle result = TRY(Call(cache->function, args, nargs, keyword_names));
  TRY_VOID(DictSetKnownHash(cache->cache, key, hash, result));
  return result.Release();
}

Owned LinkNew(Value key, int64_t hash, Value result) {
  Owned link = AllocateObject(&LruLinkType);
  if (!link) return {};
  Link* object = link.Peek().As<Link>();
  object->hash = hash;
  object->key = Retain(key).Peek();
  object->result = Retain(result).Peek();
  return link;
}

bool AddLink(LruCache* cache, Value key, int64_t hash, Value result) {
  Handle link = TRY(LinkNew(key, hash, result));
  // The ring first: storing may run __eq__, which may call this cache.
  RingAppend(cache, &link.As<Link>()->ring);
  if (DictSetKnownHash(cache->cache, key, hash, link)) return true;
  RingRemove(&link.As<Link>()->ring);
  return false;
}

// Takes the least recently used link out and gives its place to the new result.
bool ReplaceOldest(LruCache* cache, Value key, int64_t hash, Value result) {
  Ring* oldest = cache->root.next;
  if (oldest == &cache->root) return AddLink(cache, key, hash, result);
  Handle link = Retain(Value::Pointer(LinkOf(oldest)));
  RingRemove(oldest);
  Handle popped = DictPopKnownHash(cache->cache, link.As<Link>()->key, link.As<Link>()->hash);
  if (!popped) return !HasPendingException();  // __eq__ is inconsistent: the link is an orphan
  return AddLink(cache, key, hash, result);
}

Owned CallBounded(LruCache* cache, const Value* args, size_t nargs, Value keyword_names) {
  Handle key = TRY(MakeKey(cache->typed, args, nargs, keyword_names));
  int64_t hash = TRY(DictHash(key));
  Value found = DictGetKnownHash(cache->cache, key, hash);
  if (found) {
    Link* link = found.As<Link>();
    RingRemove(&link->ring);
    RingAppend(cache, &link->ring);
    ++cache->hits;
    return Retain(link->result);
  }
  if (HasPendingException()) return {};
  ++cache->misses;
  Handle result = TRY(Call(cache->function, args, nargs, keyword_names));
  // The call may have put the same key there.
  if (DictGetKnownHash(cache->cache, key, hash)) return result.Release();
  if (HasPendingException()) return {};
  bool full = DictSize(cache->cache) >= cache->maximum;
  TRY_VOID(full ? ReplaceOldest(cache, key, hash, result) : AddLink(cache, key, hash, result));
  return result.Release();
}

Owned CallCached(Value self, const Value* args, size_t nargs, Value keyword_names) {
  LruCache* cache = self.As<LruCache>();
  if (cache->maximum < 0) return CallUnbounded(cache, args, nargs, keyword_names);
  if (cache->maximum == 0) return CallUncached(self, args, nargs, keyword_names);
  return CallBounded(cache, args, nargs, keyword_names);
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[4];
  TRY_VOID(BindArguments("lru_cache",
                         "($self, /, user_function, maxsize, typed, cache_info_type)\n--\n\n", args,
                         nargs, keyword_names, bound));
  if (!IsCallable(bound[0])) return Raise(&TypeErrorType, "the first argument must be callable");
  int64_t maximum = -1;
  if (!bound[1].IsNone()) {
    if (!bound[1].IsInt() && TypeOf(bound[1])->slots.index == nullptr)
      return Raise(&TypeErrorType, "maxsize should be integer or None");
    maximum = TRY(IndexExact(bound[1], &OverflowErrorType));
    if (maximum < 0) maximum = 0;
  }
  bool typed = TRY(IsTrue(bound[2]));
  Handle dict = TRY(DictNew());
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  LruCache* cache = result.Peek().As<LruCache>();
  RingReset(cache);
  cache->function = Retain(bound[0]).Peek();
  cache->cache = dict.Release().Peek();
  cache->info_type = Retain(bound[3]).Peek();
  cache->maximum = maximum;
  cache->typed = typed;
  return result;
}

Owned CacheInfo(Value self) {
  LruCache* cache = self.As<LruCache>();
  Value maximum = cache->maximum < 0 ? Value::None() : Value::Int(cache->maximum);
  return Call(cache->info_type, {Value::Int(cache->hits), Value::Int(cache->misses), maximum,
                                 Value::Int(DictSize(cache->cache))});
}
Owned CacheClear(Value self) {
  LruCache* cache = self.As<LruCache>();
  cache->hits = cache->misses = 0;
  RingReset(cache);
  Handle fresh = TRY(DictNew());
  StoreOwned(&cache->cache, fresh.Release());
  return OwnNone();
}
Owned Reduce(Value self) { return GetAttribute(self, names.__qualname__); }
Owned CopySelf(Value self) { return Retain(self); }
Owned DeepCopySelf(Value self, Value) { return Retain(self); }

Owned DescriptorGet(Value self, Value instance, Value) {
  if (!instance || instance.IsNone()) return Retain(self);
  return BoundMethodNew(self, instance);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(_lru_cache_wrapper, cache_info, NoArgs(CacheInfo),
              "($self, /)\n--\n\nReport cache statistics"),
    PY_METHOD(_lru_cache_wrapper, cache_clear, NoArgs(CacheClear),
              "($self, /)\n--\n\nClear the cache and cache statistics"),
    PY_METHOD(_lru_cache_wrapper, __reduce__, NoArgs(Reduce), nullptr),
    PY_METHOD(_lru_cache_wrapper, __copy__, NoArgs(CopySelf), nullptr),
    PY_METHOD(_lru_cache_wrapper, __deepcopy__, OneArg(DeepCopySelf), nullptr),
    {}};
constexpr PropertyDef kProperties[] = {{"__dict__", GetInstanceDict<LruCache, &LruCache::dict>,
                                        SetInstanceDict<LruCache, &LruCache::dict>},
                                       {}};

}  // namespace

bool AddLruCache(Value module) {
  OwnFields<Link, &Link::key, &Link::result>(&LruLinkType);
  TRY_VOID(ReadyType({.type = &LruLinkType,
                      .name = "functools._lru_list_elem",
                      .basic_size = sizeof(Link),
                      .flags = kTypeGc | kTypeNoInstantiation}));
  OwnFields<LruCache, &LruCache::function, &LruCache::cache, &LruCache::info_type, &LruCache::dict>(
      &LruCacheType);
  LruCacheType.slots.call = CallCached;
  LruCacheType.slots.descriptor_get = DescriptorGet;
  LruCacheType.slots.new_instance = Make;
  return AddType(module,
                 {.type = &LruCacheType,
                  .name = "functools._lru_cache_wrapper",
                  .basic_size = sizeof(LruCache),
                  .flags = kTypeBase | kTypeGc | kTypeWeakly | kTypeMethodDescriptor,
                  .methods = kMethods,
                  .properties = kProperties,
                  .doc = "Wraps a function of hashable arguments and remembers its results.\n\n"
                         "maxsize: how many; None for all, 0 for none. typed: arguments of\n"
                         "different types are different.",
                  .dict_offset = offsetof(LruCache, dict)});
}

}  // namespace polygil
