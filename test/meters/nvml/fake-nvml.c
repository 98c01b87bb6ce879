/* A stand-in for libnvidia-ml.so.1 with its binary interface, for tests: eight GPUs at most, driven by the fake_* functions.
   -DOLD_DRIVER leaves out what drivers before R418 did not have. Each copy of the file is a machine of its own. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define API __attribute__((visibility("default")))
#define GPUS 8
#define PROCS 128
#define MIGS 7
#define SUCCESS 0
#define UNINITIALIZED 1
#define INVALID 2
#define NOT_SUPPORTED 3
#define NOT_FOUND 6
#define INSUFFICIENT_SIZE 7
#define UNKNOWN_KEY 100000

enum { E_INIT, E_COUNT, E_HANDLE, E_ENERGY, E_POWER, E_PROCESSES, E_SAMPLES, E_UTIL, E_MEMORY, E_FIELD, E_LIMIT, ERRORS };
static const char *error_names[ERRORS] = {"init", "count", "handle", "energy", "power", "processes",
                                          "samples", "utilization", "memory", "field", "limit"};

struct process { uint32_t kind, pid; uint64_t memory; };
struct sample { uint32_t pid; uint64_t stamp; uint32_t sm; };
struct mig { int there; uint32_t gi, ci, gi_slices, ci_slices; uint64_t memory_mb; char uuid[96]; char name[96]; int device; };

struct gpu {
  char uuid[96], name[96];
  uint64_t energy, field_energy, used, reserved;
  uint32_t power, limit, utilization, field_power;
  int error[ERRORS];
  int generation, mig_mode, mig_slices;
  struct process processes[PROCS];
  int process_count;
  struct sample samples[PROCS];
  int sample_count;
  struct mig migs[MIGS];
};

static struct gpu gpus[GPUS];
static int gpu_count, inits, stride = 24, global_error[ERRORS], calls[ERRORS];

/* A handle is a place in this table, so that stale ones are known. */
struct handle { int gpu, generation, mig; };
static struct handle handles[4096];
static int handle_count;

static void *new_handle(int gpu, int mig) {
  struct handle *h = &handles[handle_count++ % 4096];
  h->gpu = gpu;
  h->mig = mig;
  h->generation = gpus[gpu].generation;
  return h;
}

static struct gpu *gpu_of(void *device, int what, int *code) {
  struct handle *h = device;
  if (what < ERRORS) calls[what]++;
  if (!inits) return *code = UNINITIALIZED, (struct gpu *)0;
  if (h < handles || h >= handles + 4096) return *code = INVALID, (struct gpu *)0;
  struct gpu *g = &gpus[h->gpu];
  if (what < ERRORS && g->error[what]) return *code = g->error[what], (struct gpu *)0;
  if (h->generation != g->generation) return *code = INVALID, (struct gpu *)0;
  *code = SUCCESS;
  return g;
}

static int text(const char *from, char *to, unsigned length) {
  if (strlen(from) + 1 > length) return INSUFFICIENT_SIZE;
  strcpy(to, from);
  return SUCCESS;
}

/* ---- control ---- */

API void fake_setup(int count) {
  memset(gpus, 0, sizeof gpus);
  memset(global_error, 0, sizeof global_error);
  gpu_count = count;
  for (int i = 0; i < count; i++) {
    static const char digits[] = "0123456789abcdef";
    strcpy(gpus[i].uuid, "GPU-00000000-0000-0000-0000-000000000000");
    for (int c = 4; c < 12; c++) gpus[i].uuid[c] = digits[i];
    strcpy(gpus[i].name, "NVIDIA Fake 700");
    gpus[i].energy = 1000000000;
    gpus[i].power = 100000;
    gpus[i].limit = 700000;
    gpus[i].used = 1 << 20;
    gpus[i].reserved = 500 << 20;
  }
}

API int fake_set(int i, const char *key, double value) {
  struct gpu *g = &gpus[i];
  if (!strcmp(key, "energy")) g->energy = (uint64_t)value;
  else if (!strcmp(key, "fieldEnergy")) g->field_energy = (uint64_t)value;
  else if (!strcmp(key, "power")) g->power = (uint32_t)value;
  else if (!strcmp(key, "fieldPower")) g->field_power = (uint32_t)value;
  else if (!strcmp(key, "limit")) g->limit = (uint32_t)value;
  else if (!strcmp(key, "used")) g->used = (uint64_t)value;
  else if (!strcmp(key, "utilization")) g->utilization = (uint32_t)value;
  else if (!strcmp(key, "migMode")) g->mig_mode = (int)value;
  else if (!strcmp(key, "migSlices")) g->mig_slices = (int)value;
  else if (!strcmp(key, "stale")) g->generation++;
  else return UNKNOWN_KEY;
  return 0;
}

API int fake_name(int i, const char *name) { return text(name, gpus[i].name, 96); }

/* Makes a call answer with a code, of one GPU or of all (-1). */
API int fake_error(int i, const char *what, int code) {
  for (int e = 0; e < ERRORS; e++) {
    if (strcmp(error_names[e], what)) continue;
    if (i < 0) global_error[e] = code;
    else gpus[i].error[e] = code;
    return 0;
  }
  return UNKNOWN_KEY;
}

API void fake_unload(void) { inits = 0; }
API int fake_inits(void) { return inits; }
API int fake_calls(const char *what) {
  for (int e = 0; e < ERRORS; e++) if (!strcmp(error_names[e], what)) return calls[e];
  return -1;
}
API void fake_stride(int bytes) { stride = bytes; }
API void fake_clear(int i) { gpus[i].process_count = gpus[i].sample_count = 0; }

/* kind: 0 compute, 1 graphics, 2 a client of MPS. */
API void fake_process(int i, int kind, unsigned pid, double memory) {
  struct process *p = &gpus[i].processes[gpus[i].process_count++];
  p->kind = kind;
  p->pid = pid;
  p->memory = memory < 0 ? UINT64_MAX : (uint64_t)memory;
}

API void fake_sample(int i, unsigned pid, double stamp, unsigned sm) {
  struct sample *s = &gpus[i].samples[gpus[i].sample_count++];
  s->pid = pid;
  s->stamp = (uint64_t)stamp;
  s->sm = sm;
}

API void fake_mig(int i, int place, const char *uuid, const char *name, unsigned gi, unsigned ci, unsigned gi_slices, unsigned ci_slices, double memory_mb) {
  struct mig *m = &gpus[i].migs[place];
  m->there = 1;
  m->gi = gi;
  m->ci = ci;
  m->gi_slices = gi_slices;
  m->ci_slices = ci_slices;
  m->memory_mb = (uint64_t)memory_mb;
  text(uuid, m->uuid, 96);
  text(name, m->name, 96);
}

/* ---- NVML ---- */

static int init(void) {
  calls[E_INIT]++;
  if (global_error[E_INIT]) return global_error[E_INIT];
  inits++;
  return SUCCESS;
}
static int count(unsigned *n) {
  if (!inits) return UNINITIALIZED;
  if (global_error[E_COUNT]) return global_error[E_COUNT];
  *n = gpu_count;
  return SUCCESS;
}
static int by_index(unsigned i, void **device) {
  if (!inits) return UNINITIALIZED;
  if (i >= (unsigned)gpu_count) return INVALID;
  calls[E_HANDLE]++;
  if (gpus[i].error[E_HANDLE]) return gpus[i].error[E_HANDLE];
  *device = new_handle(i, -1);
  return SUCCESS;
}

static int list(void *device, int kind, int bytes, unsigned *n, unsigned char *out) {
  int code, found = 0;
  struct gpu *g = gpu_of(device, E_PROCESSES, &code);
  if (!g) return code;
  struct handle *h = device;
  for (int i = 0; i < g->process_count; i++) if (g->processes[i].kind == (unsigned)kind) found++;
  if ((unsigned)found > *n) {
    *n = found;
    return INSUFFICIENT_SIZE;
  }
  found = 0;
  for (int i = 0; i < g->process_count; i++) {
    struct process *p = &g->processes[i];
    if (p->kind != (unsigned)kind) continue;
    unsigned char *at = out + found++ * bytes;
    uint32_t gi = h->mig >= 0 ? g->migs[h->mig].gi : 0xffffffff;
    uint64_t protected = 0;
    memcpy(at, &p->pid, 4);
    memcpy(at + 8, &p->memory, 8);
    if (bytes >= 24) memcpy(at + 16, &gi, 4), memcpy(at + 20, &gi, 4);
    if (bytes >= 32) memcpy(at + 24, &protected, 8);
  }
  *n = found;
  return SUCCESS;
}

API int nvmlInit(void) { return init(); }
API int nvmlShutdown(void) {
  if (!inits) return UNINITIALIZED;
  inits--;
  if (!inits) for (int i = 0; i < GPUS; i++) gpus[i].generation++;
  return SUCCESS;
}
API int nvmlDeviceGetCount(unsigned *n) { return count(n); }
API int nvmlDeviceGetHandleByIndex(unsigned i, void **device) { return by_index(i, device); }
API int nvmlDeviceGetHandleByUUID(const char *uuid, void **device) {
  if (!inits) return UNINITIALIZED;
  for (int i = 0; i < gpu_count; i++) if (!strcmp(gpus[i].uuid, uuid)) return by_index(i, device);
  return NOT_FOUND;
}
API int nvmlSystemGetDriverVersion(char *out, unsigned length) { return text("550.54.14", out, length); }
API int nvmlDeviceGetUUID(void *device, char *out, unsigned length) {
  int code;
  struct gpu *g = gpu_of(device, ERRORS, &code);
  struct handle *h = device;
  return g ? text(h->mig < 0 ? g->uuid : g->migs[h->mig].uuid, out, length) : code;
}
API int nvmlDeviceGetName(void *device, char *out, unsigned length) {
  int code;
  struct gpu *g = gpu_of(device, ERRORS, &code);
  struct handle *h = device;
  return g ? text(h->mig < 0 ? g->name : g->migs[h->mig].name, out, length) : code;
}
#define INT_OF(name, what, field)                 \
  API int name(void *device, unsigned *out) {     \
    int code;                                     \
    struct gpu *g = gpu_of(device, what, &code);  \
    if (g) *out = g->field;                       \
    return code;                                  \
  }
INT_OF(nvmlDeviceGetPowerUsage, E_POWER, power)
INT_OF(nvmlDeviceGetPowerManagementDefaultLimit, E_LIMIT, limit)
API int nvmlDeviceGetUtilizationRates(void *device, unsigned *out) {
  int code;
  struct gpu *g = gpu_of(device, E_UTIL, &code);
  if (g) out[0] = g->utilization, out[1] = 0;
  return code;
}
API int nvmlDeviceGetMemoryInfo(void *device, uint64_t *out) {
  int code;
  struct gpu *g = gpu_of(device, E_MEMORY, &code);
  if (g) out[0] = 1ull << 36, out[2] = g->used + g->reserved, out[1] = out[0] - out[2];
  return code;
}
API int nvmlDeviceGetComputeRunningProcesses(void *d, unsigned *n, unsigned char *out) { return list(d, 0, 16, n, out); }
API int nvmlDeviceGetGraphicsRunningProcesses(void *d, unsigned *n, unsigned char *out) { return list(d, 1, 16, n, out); }

#ifndef OLD_DRIVER
API int nvmlInit_v2(void) { return init(); }
API int nvmlDeviceGetCount_v2(unsigned *n) { return count(n); }
API int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **device) { return by_index(i, device); }
API int nvmlDeviceGetPciInfo_v3(void *device, unsigned char *out) {
  int code;
  if (!gpu_of(device, ERRORS, &code)) return code;
  memset(out, 0, 68);
  strcpy((char *)out + 36, "00000000:01:00.0");
  return SUCCESS;
}
API int nvmlDeviceGetPowerManagementLimitConstraints(void *device, unsigned *least, unsigned *most) {
  int code;
  struct gpu *g = gpu_of(device, E_LIMIT, &code);
  if (g) *least = 100000, *most = g->limit;
  return code;
}
INT_OF(nvmlDeviceGetEnforcedPowerLimit, E_LIMIT, limit)
API int nvmlDeviceGetTotalEnergyConsumption(void *device, uint64_t *out) {
  int code;
  struct gpu *g = gpu_of(device, E_ENERGY, &code);
  if (g) *out = g->energy;
  return code;
}
API int nvmlDeviceGetFieldValues(void *device, int n, unsigned char *values) {
  int code;
  struct gpu *g = gpu_of(device, E_FIELD, &code);
  if (!g) return code;
  for (int i = 0; i < n; i++) {
    unsigned char *v = values + 40 * i;
    uint32_t id, type, ok = SUCCESS;
    memcpy(&id, v, 4);
    if (id == 83 && g->field_energy) type = 3, memcpy(v + 32, &g->field_energy, 8);
    else if (id == 186 && g->field_power) type = 1, memcpy(v + 32, &g->field_power, 4), memset(v + 36, 0xff, 4);
    else type = 1, ok = NOT_SUPPORTED;
    memcpy(v + 24, &type, 4);
    memcpy(v + 28, &ok, 4);
  }
  return SUCCESS;
}
API int nvmlDeviceGetMemoryInfo_v2(void *device, unsigned char *out) {
  int code;
  struct gpu *g = gpu_of(device, E_MEMORY, &code);
  if (!g) return code;
  uint32_t version;
  memcpy(&version, out, 4);
  if (version != (40 | 2 << 24)) return 25;
  uint64_t total = 1ull << 36, left = total - g->used - g->reserved;
  memcpy(out + 8, &total, 8);
  memcpy(out + 16, &g->reserved, 8);
  memcpy(out + 24, &left, 8);
  memcpy(out + 32, &g->used, 8);
  return SUCCESS;
}
API int nvmlDeviceGetComputeRunningProcesses_v3(void *d, unsigned *n, unsigned char *out) { return list(d, 0, stride, n, out); }
API int nvmlDeviceGetGraphicsRunningProcesses_v3(void *d, unsigned *n, unsigned char *out) { return list(d, 1, stride, n, out); }
API int nvmlDeviceGetMPSComputeRunningProcesses_v3(void *d, unsigned *n, unsigned char *out) { return list(d, 2, stride, n, out); }
API int nvmlDeviceGetProcessUtilization(void *device, unsigned char *out, unsigned *n, uint64_t since) {
  int code, found = 0;
  struct gpu *g = gpu_of(device, E_SAMPLES, &code);
  if (!g) return code;
  if (g->mig_mode) return NOT_SUPPORTED;
  for (int i = 0; i < g->sample_count; i++) {
    struct sample *s = &g->samples[i];
    if (s->stamp <= since) continue;
    if (!out || (unsigned)found >= *n) return INSUFFICIENT_SIZE;
    unsigned char *at = out + 32 * found++;
    memset(at, 0, 32);
    memcpy(at, &s->pid, 4);
    memcpy(at + 8, &s->stamp, 8);
    memcpy(at + 16, &s->sm, 4);
  }
  *n = found;
  return found ? SUCCESS : NOT_FOUND;
}
API int nvmlDeviceGetMigMode(void *device, unsigned *current, unsigned *pending) {
  int code;
  struct gpu *g = gpu_of(device, ERRORS, &code);
  if (!g) return code;
  if (!g->mig_slices) return NOT_SUPPORTED;
  *current = *pending = g->mig_mode;
  return SUCCESS;
}
INT_OF(nvmlDeviceGetMaxMigDeviceCount, ERRORS, mig_slices)
API int nvmlDeviceGetMigDeviceHandleByIndex(void *device, unsigned place, void **mig) {
  int code;
  struct gpu *g = gpu_of(device, ERRORS, &code);
  if (!g) return code;
  if (place >= MIGS || !g->migs[place].there) return NOT_FOUND;
  *mig = new_handle(((struct handle *)device)->gpu, place);
  return SUCCESS;
}
#define MIG_OF(name, field)                               \
  API int name(void *device, unsigned *out) {             \
    int code;                                             \
    struct gpu *g = gpu_of(device, ERRORS, &code);        \
    if (!g) return code;                                  \
    int place = ((struct handle *)device)->mig;           \
    if (place < 0) return INVALID;                        \
    *out = g->migs[place].field;                          \
    return SUCCESS;                                       \
  }
MIG_OF(nvmlDeviceGetGpuInstanceId, gi)
MIG_OF(nvmlDeviceGetComputeInstanceId, ci)
API int nvmlDeviceGetAttributes_v2(void *device, unsigned char *out) {
  int code;
  struct gpu *g = gpu_of(device, ERRORS, &code);
  if (!g) return code;
  int place = ((struct handle *)device)->mig;
  if (place < 0) return INVALID;
  memset(out, 0, 40);
  memcpy(out + 24, &g->migs[place].gi_slices, 4);
  memcpy(out + 28, &g->migs[place].ci_slices, 4);
  memcpy(out + 32, &g->migs[place].memory_mb, 8);
  return SUCCESS;
}
#endif
