/** What the firmware says of the machine (/sys/class/dmi/id); empty where it cannot be read. */
export interface Dmi {
  readonly sysVendor: string;
  readonly productName: string;
  readonly boardVendor: string;
  readonly biosVendor: string;
  readonly chassisType: string;
  readonly chassisAssetTag: string;
}

/** System enclosure types of the SMBIOS specification (DMTF DSP0134) by what they are to us. */
const LAPTOPS = new Set([8, 9, 10, 11, 14, 30, 31, 32]);
const DESKTOPS = new Set([3, 4, 5, 6, 7, 13, 15, 16, 35, 36]);
const SERVERS = new Set([17, 23, 25, 28, 29]);

/** Kind of chassis by the SMBIOS number; `unknown` for Other, Unknown and what is not listed. */
export function chassisOf(dmi: Dmi): 'laptop' | 'desktop' | 'server' | 'unknown' {
  const type = Number(dmi.chassisType);
  if (LAPTOPS.has(type)) return 'laptop';
  if (DESKTOPS.has(type)) return 'desktop';
  return SERVERS.has(type) ? 'server' : 'unknown';
}

/** Which cloud the firmware names: `aws`, `gcp`, `azure`, or undefined. */
export function cloudOf(dmi: Dmi): 'aws' | 'gcp' | 'azure' | undefined {
  if (/^amazon/i.test(dmi.sysVendor) || /amazon/i.test(dmi.biosVendor)) return 'aws';
  if (/^google/i.test(dmi.sysVendor) && /compute engine/i.test(dmi.productName)) return 'gcp';
  // The asset tag by which Azure's own tools know their machines; Hyper-V at home has another.
  return dmi.chassisAssetTag === '7783-7084-3265-9085-8269-3286-77' ? 'azure' : undefined;
}

/** Instance type where the firmware tells it (AWS writes it into the product name). */
export function instanceTypeOf(dmi: Dmi): string | undefined {
  return cloudOf(dmi) === 'aws' && /^[a-z0-9-]+\.[a-z0-9-]+$/.test(dmi.productName)
    ? dmi.productName
    : undefined;
}

const VM_VENDORS =
  /^(qemu|vmware|innotek|virtualbox|xen|bochs|bhyve|kvm|openstack|nutanix|parallels|red hat|oracle.*virtual|digitalocean|hetzner|scaleway|linode|vultr|alibaba|tencent|ovh.*vps|firecracker|cloud hypervisor)/i;
const VM_PRODUCTS =
  /virtual machine|virtualbox|vmware|kvm|hvm domu|standard pc|openstack|google compute engine|rhev|bhyve|parallels|droplet|vserver/i;

/** True if the firmware is that of a virtual machine. A bare-metal instance of a cloud is none. */
export function virtualByDmi(dmi: Dmi): boolean {
  const instance = instanceTypeOf(dmi);
  if (instance !== undefined) return !/\.metal/.test(instance);
  return VM_VENDORS.test(dmi.sysVendor) || VM_PRODUCTS.test(dmi.productName);
}
